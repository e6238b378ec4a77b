"""The only room that knows SQL: tables, migrations, the review queue, the evidence and its chain."""
