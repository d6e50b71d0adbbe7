"""A brief to text; one file a format."""
