"""The pieces that every page and panel uses; they know no subject, and no desk."""
