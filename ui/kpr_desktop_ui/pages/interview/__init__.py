"""The interview: walking through it, starting it, and reading what is finished."""
