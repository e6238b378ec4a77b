"""Pure judgement: a listing goes in, findings come out; no network, no database."""
