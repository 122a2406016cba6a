"""What happens over time or by chance; knows no picture."""
