"""A clinic whose people have everything that the directory says of somebody."""

from tests.services.clinics import harbor_file

_PROFILES = {
    "Dr. Carver": """credentials = "DC"
languages = ["en", "es"]
conditions = ["Sciatica", "Neck pain"]
procedures = ["Spinal manipulation"]
""",
    "Dr. Dunne": """languages = ["en"]
conditions = ["Sciatica"]
new_patients = false
""",
    "Pia Thorn": """credentials = "PT, DPT"
languages = ["es", "fr"]
conditions = ["Low back pain"]
procedures = ["Trigger point injection"]
""",
    "Dr. Fisk": """until = 2027-02-26
""",
}


def directory_file() -> bytes:
    """Dr. Fisk has left the Friday before; Dr. Dunne takes no new patients."""
    text = harbor_file().decode()
    for name, profile in _PROFILES.items():
        text = text.replace(f'name = "{name}"\n', f'name = "{name}"\n{profile}')
    return text.encode()
