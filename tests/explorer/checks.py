"""What holds for every page. Each check returns what is wrong with a page, in sentences: none is right."""

from typing import Any

from playwright.sync_api import Page

from tests.browsing import beyond
from tests.node import MODULES

A4 = 718
"""The pixels between the margins of a sheet, as browsers print it."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def found_by_axe(page: Page) -> list[str]:
    """Return the rules of axe-core that a page breaks, and where. No policy of a page keeps this script out."""
    page.evaluate((MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{broken['id']}: {node['failureSummary']}\n    {node['html'][:300]}"
        for broken in result["violations"]
        for node in broken["nodes"]
    ]


def open_all(page: Page) -> None:
    """Open what is closed, so that it is looked at too."""
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def small_targets(page: Page) -> list[str]:
    """Return what is too small to be hit (WCAG 2.5.8), parts of pictures included.

    A target of less than 24 pixels either way is right in a line of text, or where a circle of 24 pixels around its
    middle meets no other target, nor the circle of another small one.
    """
    found: list[str] = page.evaluate("""() => {
        const LEAST = 24 - 0.05;
        // What scrolls in a box of its own lies beside what is in it alone.
        const within = (e) => e && (/auto|scroll/.test(getComputedStyle(e).overflow) ? e : within(e.parentElement));
        const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
            .filter((e) => e.checkVisibility({visibilityProperty: true}))
            .map((element) => ({element, box: element.getBoundingClientRect(), within: within(element.parentElement)}))
            .filter(({box}) => box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0);
        const inText = (e) => {
            if (getComputedStyle(e).display !== "inline" || e.closest("svg")) return false;
            let block = e.parentElement;
            while (getComputedStyle(block).display === "inline") block = block.parentElement;
            return block.innerText.trim().length > e.innerText.trim().length;
        };
        const small = targets.filter(({element, box}) =>
            (box.width < LEAST || box.height < LEAST) && !inText(element));
        const middle = ({box}) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        const nearest = ([x, y], {box}) => Math.hypot(
            x - Math.max(box.left, Math.min(x, box.right)), y - Math.max(box.top, Math.min(y, box.bottom)));
        return small.filter((one) => targets.some((other) => {
            if (one.element.contains(other.element) || other.element.contains(one.element)) return false;
            if (one.within !== other.within) return false;
            const [x, y] = middle(one), [u, v] = middle(other);
            return nearest([x, y], other) < 12 || (small.includes(other) && Math.hypot(x - u, y - v) < 24);
        })).map(({element, box}) =>
            `${Math.round(box.width)} × ${Math.round(box.height)} pixels: ${element.outerHTML.slice(0, 200)}`);
    }""")
    return found


def faint_words(page: Page) -> list[str]:
    """Return the words of pictures that are too like what they stand on (WCAG 1.4.3), which axe leaves open."""
    found: list[str] = page.evaluate("""() => {
        const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const light = (colour) => parts(colour).slice(0, 3)
            .map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
            .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
        const painted = (colour) => colour.startsWith("rgb") && (parts(colour)[3] ?? 1) > 0.5;
        const paper = (e) => {
            for (let at = e; at; at = at.parentElement) {
                const colour = getComputedStyle(at).backgroundColor;
                if (painted(colour)) return colour;
            }
            return "rgb(255, 255, 255)";
        };
        const behind = (text, x, y) => [...text.ownerSVGElement.querySelectorAll("rect, path, circle, polygon")]
            .filter((e) => e.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)
            .filter((e) => painted(getComputedStyle(e).fill))
            .filter((e) => {
                const box = e.getBoundingClientRect();
                return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
            }).pop();
        return [...document.querySelectorAll("svg text")]
            .filter((e) => e.textContent.trim() && e.checkVisibility({visibilityProperty: true}))
            .flatMap((text) => {
                const box = text.getBoundingClientRect(), style = getComputedStyle(text);
                const on = behind(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
                const colours = [style.fill, on ? getComputedStyle(on).fill : paper(text)];
                const [dark, bright] = colours.map(light).sort((a, b) => a - b);
                const ratio = (bright + 0.05) / (dark + 0.05);
                return ratio < 4.5 ? [`${ratio.toFixed(1)} to 1: ${text.textContent} (${colours.join(" on ")})`] : [];
            });
    }""")
    return found


def unseen_focus(page: Page) -> list[str]:
    """Return what does not show that it has the focus (WCAG 2.4.7), or is covered while it has (2.4.11).

    What the focus comes to from behind stands elsewhere in a box that scrolls than what it comes to from before.
    """
    page.keyboard.press("Tab")  # from now on it is shown as to somebody at the keyboard
    found: list[str] = page.evaluate("""() => {
        const looks = (e) => [e, ...e.querySelectorAll("*")].map((one) => {
            const s = getComputedStyle(one);
            return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.stroke, s.strokeWidth].join();
        }).join(";");
        const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
            .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}));
        const shown = (e) => {
            document.activeElement.blur();
            const before = looks(e);
            e.focus();
            return document.activeElement !== e || (e.matches(":focus-visible") && looks(e) !== before);
        };
        const covered = (e) => {
            e.focus();
            if (document.activeElement !== e) return false;
            const parts = [0.1, 0.5, 0.9];
            return ![...e.getClientRects()].some((box) => parts.some((across) => parts.some((down) => {
                const on = document.elementFromPoint(box.left + across * box.width, box.top + down * box.height);
                return on && (e.contains(on) || on.contains(e));
            })));
        };
        const said = (e) => e.outerHTML.slice(0, 200);
        return [
            ...stops.filter((e) => !shown(e)).map((e) => `nothing shows the focus of ${said(e)}`),
            ...stops.filter(covered).map((e) => `something covers ${said(e)}`),
            ...stops.toReversed().filter(covered).map((e) => `something covers, from behind, ${said(e)}`),
        ];
    }""")
    return found


def mistaken_stops(page: Page) -> list[str]:
    """Return the boxes that scroll and have no name or cannot be reached by Tab, and those that can be for nothing."""
    found: list[str] = page.evaluate("""async () => {
        for (const _ of [1, 2]) await new Promise(requestAnimationFrame);  // a script may have been told of a size
        return [...document.querySelectorAll(".scroll")].filter((e) => e.checkVisibility()).filter((e) => {
            const scrolls = e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight;
            const told = [e.tabIndex === 0, e.role === "region", Boolean(e.ariaLabel?.trim())];
            return told.some((one) => one !== scrolls);
        }).map((e) => `${e.scrollWidth} pixels in ${e.clientWidth}: ${e.outerHTML.slice(0, 200)}`);
    }""")
    return found


def cut_off(page: Page) -> list[str]:
    """Return what makes a page wider than its window, or reaches beyond it."""
    wide, window = page.evaluate("() => [document.scrollingElement.scrollWidth, innerWidth]")
    return ([f"{wide} pixels wide in a window of {window}"] if wide > window else []) + beyond(page)


def lost_on_paper(page: Page) -> list[str]:
    """Return the words too light for paper, which has no backgrounds, and what does not fit the width of A4."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": 1000})
    pale: list[str] = page.evaluate("""() => {
        const light = (e) => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0);
        const has = (e) => [...e.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
        return [...document.querySelectorAll("body *:not(svg *)")]
            .filter((e) => has(e) && e.checkVisibility() && light(e) > 3 * 128)
            .map((e) => `${getComputedStyle(e).color}: ${e.outerHTML.slice(0, 200)}`);
    }""")
    return pale + cut_off(page)


def words_of(page: Page) -> list[str]:
    """Return the lines that a page shows, without those of buttons: some are there for scripts."""
    lines: list[str] = page.evaluate("""() => {
        const buttons = new Set([...document.querySelectorAll("button")].map((e) => e.innerText.trim()));
        return document.body.innerText.split("\\n").map((s) => s.trim()).filter((s) => s && !buttons.has(s));
    }""")
    return lines
