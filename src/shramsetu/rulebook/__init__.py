"""What orders say: the only reader of the dated, sourced files in `rulebook/`."""

from shramsetu.rulebook.basis import BadRule, NoRule, Text
from shramsetu.rulebook.load import book
from shramsetu.rulebook.lookup import Book, Limit, Rule
from shramsetu.rulebook.schema import Category, Department, Exclusion, Ground, PostTemplate
from shramsetu.rulebook.words import Article, Mail, Scheme, Template

__all__ = [
    "Article",
    "BadRule",
    "Book",
    "Category",
    "Department",
    "Exclusion",
    "Ground",
    "Limit",
    "Mail",
    "NoRule",
    "PostTemplate",
    "Rule",
    "Scheme",
    "Template",
    "Text",
    "book",
]
