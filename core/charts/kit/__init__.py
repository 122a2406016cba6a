"""What every chart is made with: the theme, scales and marks that many charts share."""
