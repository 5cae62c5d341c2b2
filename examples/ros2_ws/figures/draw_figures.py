"""Draws the generated figures of the ROS 2 chapters as SVG, for light and dark pages.

Usage: python draw_figures.py          writes the files
       python draw_figures.py --check  exits 1 when a committed file differs
Standard library only; the same input gives the same bytes.
"""

import sys
from pathlib import Path
from xml.sax.saxutils import escape

IMAGES = Path(__file__).parents[3] / 'docusaurus' / 'docs' / 'module-1-ros2' / 'img'
FONT = 'Inter, system-ui, sans-serif'
SCHEMES = {
    'light': {'ink': '#1f2933', 'quiet': '#5b6670', 'line': '#b8c1ca',
              'yes': '#0f6b5c', 'on_yes': '#ffffff', 'no': '#eef1f4', 'on_no': '#8a1c1c'},
    'dark': {'ink': '#e6eaee', 'quiet': '#a5b0ba', 'line': '#4a5561',
             'yes': '#5fc9b4', 'on_yes': '#10201c', 'no': '#252c33', 'on_no': '#ffb4a8'},
}
EPHEMERAL_START = 32768  # net.ipv4.ip_local_port_range of Linux begins here


def port_base(domain_id):
    """First UDP port of a domain: OMG DDSI-RTPS 2.5, section 9.6.2.3 (PB 7400, DG 250)."""
    return 7400 + 250 * domain_id


def text(x, y, words, fill, size=13, anchor='middle', weight=400):
    return (f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" '
            f'text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>')


def svg(width, height, body):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="{FONT}">\n'
            + '\n'.join(body) + '\n</svg>\n')


def draw_matrix(colour):
    profiles = [('best effort', 'volatile'), ('best effort', 'transient local'),
                ('reliable', 'volatile'), ('reliable', 'transient local')]
    rank = {'best effort': 0, 'reliable': 1, 'volatile': 0, 'transient local': 1}
    left, top, width, height = 190, 84, 132, 48
    body = [
        text(left + 2 * width, 22, 'the subscriber requests', colour['quiet'], weight=600),
        text(20, top - 18, 'the publisher offers', colour['quiet'], anchor='start', weight=600),
    ]
    for index, (reliability, durability) in enumerate(profiles):
        x = left + index * width + width / 2
        body += [text(x, 48, reliability, colour['ink']), text(x, 66, durability, colour['ink'])]
        y = top + index * height + height / 2
        body += [text(20, y - 3, reliability, colour['ink'], anchor='start'),
                 text(20, y + 14, durability, colour['ink'], anchor='start')]
    for row, offered in enumerate(profiles):
        for column, requested in enumerate(profiles):
            delivers = all(rank[o] >= rank[r] for o, r in zip(offered, requested))
            x, y = left + column * width, top + row * height
            fill, on_fill = ('yes', 'on_yes') if delivers else ('no', 'on_no')
            body += [
                f'<rect x="{x + 2}" y="{y + 2}" width="{width - 4}" height="{height - 4}" rx="4" '
                f'fill="{colour[fill]}" stroke="{colour["line"]}"/>',
                text(x + width / 2, y + 29, '✓ delivers' if delivers else '✗ nothing',
                     colour[on_fill], weight=600),
            ]
    return svg(740, 290, body)


def draw_ports(colour):
    left, right, axis_y = 40, 720, 120
    top_port = 36000

    def x_of(port):
        return left + (right - left) * (port - 7000) / (top_port - 7000)

    body = [f'<line x1="{left}" y1="{axis_y}" x2="{right}" y2="{axis_y}" '
            f'stroke="{colour["line"]}" stroke-width="2"/>']
    safe_start, safe_end = x_of(port_base(0)), x_of(EPHEMERAL_START)
    body += [
        f'<rect x="{safe_start:.1f}" y="{axis_y - 16}" width="{safe_end - safe_start:.1f}" '
        f'height="32" rx="4" fill="{colour["yes"]}"/>',
        text((safe_start + safe_end) / 2, axis_y + 5, 'domains 0 to 101: safe on Linux',
             colour['on_yes'], weight=600),
        f'<rect x="{x_of(EPHEMERAL_START):.1f}" y="{axis_y - 16}" '
        f'width="{right - x_of(EPHEMERAL_START):.1f}" height="32" rx="4" '
        f'fill="{colour["no"]}" stroke="{colour["line"]}"/>',
        text((x_of(EPHEMERAL_START) + right) / 2, axis_y - 28, 'ephemeral ports', colour['on_no']),
    ]
    for domain_id in (0, 20, 41, 60, 80, 101):
        x = x_of(port_base(domain_id))
        body += [
            f'<line x1="{x:.1f}" y1="{axis_y + 16}" x2="{x:.1f}" y2="{axis_y + 26}" '
            f'stroke="{colour["quiet"]}" stroke-width="2"/>',
            text(x, axis_y + 42, f'domain {domain_id}', colour['ink']),
            text(x, axis_y + 59, str(port_base(domain_id)), colour['quiet']),
        ]
    body.append(text(left, 40, 'first UDP port = 7400 + 250 · domain ID', colour['ink'],
                     size=15, anchor='start', weight=600))
    return svg(760, 200, body)


FIGURES = {
    'nodes-topics-qos-matrix': draw_matrix,
    'ros2-architecture-ports': draw_ports,
}


def render_all():
    """{file name: SVG text} of every figure in both schemes."""
    return {
        f'{name}{"" if scheme == "light" else ".dark"}.svg': draw(colour)
        for name, draw in FIGURES.items()
        for scheme, colour in SCHEMES.items()
    }


def main():
    stale = []
    for name, content in render_all().items():
        path = IMAGES / name
        if '--check' in sys.argv:
            if not path.exists() or path.read_text(encoding='utf-8') != content:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding='utf-8')
    if stale:
        print(f'stale: {", ".join(stale)}; run python {Path(__file__).name}')
        sys.exit(1)


if __name__ == '__main__':
    main()
