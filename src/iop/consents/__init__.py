"""What a person agreed to before care begins. A consent to disclose is another record."""
