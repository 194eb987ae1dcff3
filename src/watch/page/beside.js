// A translation and its original beside each other: scrolled together by the texts both have, and the same text marked.

/** The heights at which both panes have the same text, from top to bottom in both. */
function anchors(one, other) {
  const height = (pane, link) => link.getBoundingClientRect().top - pane.element.getBoundingClientRect().top + pane.element.scrollTop;
  const there = new Map();
  for (const link of other.links) if (!there.has(link.dataset.key)) there.set(link.dataset.key, link);
  const found = [[0, 0]];
  for (const link of one.links) {
    const twin = there.get(link.dataset.key);
    if (!twin) continue;
    there.delete(link.dataset.key);
    const pair = [height(one, link), height(other, twin)];
    const last = found.at(-1);
    if (pair[0] > last[0] + 1 && pair[1] > last[1] + 1) found.push(pair);
  }
  found.push([Math.max(one.element.scrollHeight, found.at(-1)[0] + 1), Math.max(other.element.scrollHeight, found.at(-1)[1] + 1)]);
  return found;
}

/** Joins two panes. Returns what is to be called when pages or their size are others. */
export function join(one, other) {
  let leader = one;
  let known = new Map();
  let frame = 0;
  const follow = () => {
    frame = 0;
    const follower = leader === one ? other : one;
    if (follower.element.hidden || !follower.element.clientHeight) return;
    if (!known.has(leader)) known.set(leader, anchors(leader, follower));
    const pairs = known.get(leader);
    // Not the upper edge but where one reads; at the ends, the ends.
    const room = leader.element.scrollHeight - leader.element.clientHeight;
    const share = room > 0 ? leader.element.scrollTop / room : 0;
    const probe = leader.element.scrollTop + share * leader.element.clientHeight;
    const at = Math.max(pairs.findIndex(([height]) => height > probe), 1);
    const [from, to] = [pairs[at - 1], pairs[at]];
    const part = (probe - from[0]) / (to[0] - from[0]);
    follower.element.scrollTop = from[1] + part * (to[1] - from[1]) - share * follower.element.clientHeight;
  };
  for (const pane of [one, other]) {
    for (const kind of ["pointerenter", "pointerdown", "wheel", "touchstart", "focusin"]) {
      pane.element.addEventListener(kind, () => { leader = pane; }, { passive: true });
    }
    pane.element.addEventListener("scroll", () => {
      if (pane === leader && !frame) frame = requestAnimationFrame(follow);
    }, { passive: true });
    const twin = (event) => {
      const key = event.target.closest?.("a.text")?.dataset.key;
      const mate = pane === one ? other : one;
      for (const link of mate.element.querySelectorAll("a.twin")) link.classList.remove("twin");
      if (!key) return;
      for (const link of mate.links) link.classList.toggle("twin", link.dataset.key === key);
    };
    pane.element.addEventListener("pointerover", twin);
    pane.element.addEventListener("focusin", twin);
  }
  const refresh = () => { known = new Map(); if (!frame) frame = requestAnimationFrame(follow); };
  new ResizeObserver(refresh).observe(one.element);
  return refresh;
}
