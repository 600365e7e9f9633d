"""Operations of release."""
