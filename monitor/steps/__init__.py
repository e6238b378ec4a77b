"""The steps that tie the arms: crawl, import, detect, export, recheck, schedule."""
