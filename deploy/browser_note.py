"""Says in one line when there is no Chromium to run the browser tests with."""

import shutil

from deploy.chromium import NAMES, path

if __name__ == "__main__" and path() is None:
    tool = "apt-get install chromium" if shutil.which("apt-get") else "install Chromium"
    print(f"No Chromium ({' or '.join(NAMES)}) found; browser tests left out. To have them: {tool}")
