"""The pictures of the documentation: `python -m deploy.screenshots http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from deploy import chromium

FOLDER = Path("docs/img")
SIZES = ((390, 844), (1024, 768), (1440, 900))
SCHEMES = ("light", "dark")
# name, address, what makes it worth a picture: seconds to wait first
PAGES = (
    ("home", "/", 4.5),
    ("term", "/terms/sodium-potassium-pump/", 0.5),
    ("laboratory", "/sim/ouabain/", 12.0),
)


def picture(browser: Browser, site: str, page: tuple[str, str, float], width: int) -> None:
    """One page at one width, in both colour schemes."""
    name, address, wait_s = page
    height = dict(SIZES)[width]
    for scheme in SCHEMES:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        opened = context.new_page()
        opened.goto(site + address)
        run = opened.get_by_role("button", name="Just run it")
        if run.count():
            run.click()
        opened.wait_for_timeout(wait_s * 1000)
        opened.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png")
        context.close()


def main() -> None:
    """Take every picture of the site at the address given."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.path(), args=list(chromium.FLAGS)
        )
        for page in PAGES:
            for width, _ in SIZES:
                picture(browser, sys.argv[1], page, width)
        browser.close()


if __name__ == "__main__":
    main()
