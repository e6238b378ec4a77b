"""The application: settings, command line, wiring, and the steps that tie the arms. Imported by no one."""
