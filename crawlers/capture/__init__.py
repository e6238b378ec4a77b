"""Pages that a person captured in their own browser: the extension that sends them, and their readers."""
