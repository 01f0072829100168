"""The engine as a stand-alone program: problems and answers as JSON, in words, and checked."""
