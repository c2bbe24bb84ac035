"""The daily and weekly digests: what each side has to tell the other, and to act on."""
