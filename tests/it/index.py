"""Follows the links of pages from index.html through a folder, by Python's own HTML parser. Prints JSON: of each page
its links, the places in it, and what it loads."""

import json
import os
import posixpath
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.places, self.loads, self.inline, self.policy = [], [], [], 0, None
        self.open, self.titles = None, []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.places.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs.get("href"))
        if tag in ("script", "img"):
            self.loads.append(attrs.get("src"))
        if tag == "link":
            self.loads.append(attrs.get("href"))
        if tag == "style" or "style" in attrs or any(name.startswith("on") for name in attrs):
            self.inline += 1
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        self.open = tag

    def handle_data(self, data):
        if self.open in ("script", "style") and data.strip():
            self.inline += 1
        if self.open == "h3":
            self.titles.append(data)

    def handle_endtag(self, tag):
        self.open = None


def main(folder):
    pages, pending = {}, ["index.html"]
    while pending:
        path = pending.pop()
        if path in pages:
            continue
        page = Page()
        with open(os.path.join(folder, path), encoding="utf-8") as file:
            page.feed(file.read())
        page.close()

        def resolved(links):
            found = []
            for link in links:
                if link is None or link.startswith("data:"):
                    continue
                target, place = urldefrag(link)
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target))) if target else path
                found.append([target, unquote(place)])
            return found

        links = resolved(page.links)
        pages[path] = {
            "links": links,
            "places": page.places,
            "loads": [target for target, _ in resolved(page.loads)],
            "inline": page.inline,
            "policy": page.policy,
            "titles": page.titles,
        }
        pending += [target for target, _ in links if target.endswith(".html")]
    json.dump(pages, sys.stdout)


main(sys.argv[1])
