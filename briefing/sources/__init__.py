"""Reading: a path in, articles out; one file a format, chosen by the file's ending."""
