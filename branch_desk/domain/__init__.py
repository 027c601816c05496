"""What is true: pure rules without files, clock or Tk. Everything else may import this; it imports nothing of ours."""
