"""What the formats for people share: safe text, lines that wrap, and how a finding is told."""
