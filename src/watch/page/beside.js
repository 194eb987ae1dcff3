// A translation and its original beside each other: scrolled together by the texts both have, and the same text marked.

/** The heights of the texts of a pane, by key and which time it stands there: a chart's title stands in a list of figures, too. */
function heights(pane) {
  const top = pane.element.getBoundingClientRect().top - pane.element.scrollTop;
  const times = new Map();
  const found = new Map();
  let before = null;
  for (const link of pane.links) {
    const { key } = link.dataset;
    // The lines of a text are one after the other.
    if (key !== before) {
      const time = (times.get(key) ?? 0) + 1;
      times.set(key, time);
      found.set(`${time} ${key}`, link.getBoundingClientRect().top - top);
    }
    before = key;
  }
  return found;
}

/** Of pairs in the order of their first numbers the longest row in which the second ones rise, too. */
function rising(pairs) {
  // For each length, where the row of this length ends that ends lowest; and what stands before each pair.
  const ends = [];
  const before = [];
  pairs.forEach(([, height], at) => {
    let [from, to] = [0, ends.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (pairs[ends[middle]][1] < height) from = middle + 1;
      else to = middle;
    }
    before[at] = from > 0 ? ends[from - 1] : -1;
    ends[from] = at;
  });
  const row = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]) row.unshift(pairs[at]);
  return row;
}

/** The heights at which both panes have the same text, from top to bottom in both. A text that one language has elsewhere is passed over. */
function anchors(one, other) {
  const there = heights(other);
  const pairs = [...heights(one)].flatMap(([text, height]) => (there.has(text) ? [[height, there.get(text)]] : []));
  const found = [[0, 0]];
  for (const pair of rising(pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]))) {
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
