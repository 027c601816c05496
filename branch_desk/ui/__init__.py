"""The screens: Tk, Japanese, keyboard first."""
