"""What may a person ask of us about themselves, and how long do we keep what we know? (PIPL 13–17, 44–50, 55)"""
