"""How the areas of an assessment are spoken of to the person whose life they are."""

from collections.abc import Mapping

SUBJECTS: Mapping[str, str] = {
    "accommodation": "where you live",
    "employment-education": "work, training and learning",
    "finance": "money",
    "drug-use": "staying away from drugs",
    "alcohol-use": "drinking",
    "health-wellbeing": "your health and how you feel",
    "personal-relationships-community": "the people in your life",
    "thinking-behaviours-attitudes": "thinking things through",
    "offence-analysis": "understanding what led to the offence",
}
