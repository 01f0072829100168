"""Which packages go into the wheel: the program's own, found, and resources/ beside them.

`resources/` stands at the top of the checkout, where translators and clinic managers find it, and
becomes `clinicdesk/resources` when installed; `clinicdesk/resource_files.py` reads it in both.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["clinicdesk", "clinicdesk.*"]), "clinicdesk.resources"],
    package_dir={"clinicdesk.resources": "resources"},
    package_data={
        "clinicdesk": ["py.typed"],
        "clinicdesk.models.migrations": ["*.mako", "*.ini"],
        "clinicdesk.resources": ["**/*"],
    },
)
