"""Which packages go into the wheel: the program's own, found, and what lies beside them.

`resources/` stands at the top of the checkout, where translators and clinic managers find it, and
becomes `clinicdesk/resources` when installed, as `docs/guide/` becomes `clinicdesk/guide`;
`clinicdesk/resource_files.py` reads them in both.

Where a C compiler is at hand the engine's search is compiled too, so a wheel is of one platform.
"""

import subprocess
import sys

from setuptools import Distribution, find_packages, setup
from setuptools.command.build_py import build_py


class BuildAndCompile(build_py):  # type: ignore[misc]
    """Compiles the search where the program will be loaded from: the wheel, or this checkout."""

    def run(self) -> None:
        super().run()
        folder = "." if self.editable_mode else self.build_lib
        subprocess.run([sys.executable, "bootstrap/compile_search.py", folder], check=True)


class OfOnePlatform(Distribution):  # type: ignore[misc]
    """A wheel that says which Python and which system it is for."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    cmdclass={"build_py": BuildAndCompile},
    distclass=OfOnePlatform,
    packages=[
        *find_packages(include=["clinicdesk", "clinicdesk.*"]),
        "clinicdesk.resources",
        "clinicdesk.guide",
    ],
    package_dir={"clinicdesk.resources": "resources", "clinicdesk.guide": "docs/guide"},
    package_data={
        "clinicdesk": ["py.typed"],
        "clinicdesk.models.migrations": ["*.mako", "*.ini"],
        "clinicdesk.resources": ["**/*"],
        "clinicdesk.guide": ["**/*"],
    },
)
