"""Taking extracts into a book: what each brought, kept as it came, told as history."""
