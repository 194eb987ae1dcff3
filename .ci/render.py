"""Opens every PDF given with PDFium, renders its pages, and fails on one that is blank or cannot be read."""

import sys

import pypdfium2

for path in sys.argv[1:]:
    document = pypdfium2.PdfDocument(path)
    assert len(document) > 0, f"{path}: no page"
    for number, page in enumerate(document, start=1):
        pixels = bytes(page.render(scale=0.5, grayscale=True).buffer)
        dark = sum(pixels.count(value) for value in range(128))
        assert dark > len(pixels) / 1000, f"{path}: page {number} is blank"
print(f"{len(sys.argv) - 1} PDFs rendered by PDFium")
