"""The sentences, a module for each subject."""
