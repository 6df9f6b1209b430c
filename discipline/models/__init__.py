"""Records of conduct, one module for each subject."""
