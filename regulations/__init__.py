"""What does the law say on that day? Packs in TOML, rules with permanent codes, local rules, the law library."""
