"""The databases that can hold a clinic: how each is opened, guarded, copied and made."""
