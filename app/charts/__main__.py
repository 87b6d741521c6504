"""Draw the SVG of the standard input as PNG: ``python -m app.charts 1200 < chart.svg > chart.png``.

resvg holds the interpreter while it draws, for a quarter of a second: the service has it do so in another process.
"""

import sys

from app.charts.text import FAMILY, FONTS


def main() -> None:
    """Write the picture, as many pixels wide as the argument says."""
    import resvg_py

    picture = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        width=int(sys.argv[1]),
        skip_system_fonts=True,
        font_files=[str(file) for file in FONTS.values()],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
