"""Names for people who do not exist: given and family names from everywhere, shuffled.

Each entry is what is shown and how it is spelled in an address, where that differs.
"""

from __future__ import annotations

from random import Random

_GIVEN = (
    "Abena Adaeze Aisha Alejandra Amara Anders Anjali Arjun Astrid Beatriz Bogdan Camila"
    " Catalina Chidi Chiara Dalia Daniela Dmitri Eleni Emeka Esperanza Fatou Fernanda Gabriela"
    " Giulia Goran Hamza Hannah Ibrahim Imani Ingrid Isabel Jamal Jasper Joaquin Kamila Karim"
    " Kofi Lakshmi Layla Leila Lin Lucia Magda Malik Marisol Mateo Mei Mirela Nadia Naomi Nasrin"
    " Niamh Noor Octavia Olga Omar Paloma Parvati Pierre Priya Quentin Rafael Ravi Renata Rosa"
    " Ruth Salma Samir Sanjay Selam Sofia Soraya Tadesse Tamar Tenzin Teresa Thandi Umar Valeria"
    " Vikram Wanjiru Ximena Yara Yusuf Zainab Zofia"
)
_FAMILY = (
    "Abara Acosta Adeyemi Aguilar Alvarado Andersson Aslan Baptiste Barzani Bello Bergstrom"
    " Castellano Cheng Chowdhury Cisse Cohen Contreras Dasgupta Delacroix Desta Diallo Dorji"
    " Eriksen Espinoza Fagan Farouk Ferreira Fofana Gallagher Gebre Ghosh Gutierrez Haddad"
    " Hernandez Hossain Ivanova Jansen Jean-Louis Kaplan Karimi Katz Khatun Kowalski Kurosawa"
    " Lama Laurent Lindqvist Macharia Mahmoud Mandal Marchetti Mensah Mizrahi Morales Nakamura"
    " Ndiaye Nguyen Novak O'Malley Obi Okafor Oliveira Osei Pacheco Papadakis Park Petrov Pham"
    " Quispe Rahman Ramirez Reyes Rosenfeld Rossi Saito Sandoval Santos Schreiber Sharma Sherpa"
    " Silva Sokolov Tamang Tesfaye Toledo Traore Tran Uddin Valdez Vasquez Wangchuk Weiss Xiong"
    " Yilmaz Zapata Zhou"
)
_OTHER_SCRIPTS = (
    (
        "若曦:Ruoxi 梓涵:Zihan 雨桐:Yutong 浩然:Haoran",
        "李:Li 王:Wang 欧阳:Ouyang 司徒:Szeto",
    ),
    (
        "أمينة:Amina ياسمين:Yasmin سمير:Sameer طارق:Tariq",
        "حداد:Haddad منصور:Mansour خليل:Khalil",
    ),
    (
        "Олена:Olena Людмила:Lyudmila Богдана:Bohdana Світлана:Svitlana",
        "Шевчук:Shevchuk Бондаренко:Bondarenko Мороз:Moroz",
    ),
    (
        "রহিমা:Rahima সুমন:Suman তাহমিনা:Tahmina",
        "আখতার:Akhtar চৌধুরী:Chaudhuri বেগম:Begum",
    ),
    ("지우:Jiwoo 하은:Haeun 민준:Minjun", "박:Bak 최:Choi 남궁:Namgung"),
    ("सुनीता:Sunita विमल:Bimal", "गुरुङ:Gurung थापा:Thapa"),
    ("רבקה:Rivka משה:Moshe", "גולדברג:Goldberg לוי:Levy"),
)
_ONE_IN = 14
"""One name in so many is written in its own script."""


def name_and_address(chance: Random) -> tuple[str, str]:
    """A full name and what stands before the @."""
    if chance.randrange(_ONE_IN) == 0:
        given, family = (
            chance.choice(part.split()).split(":") for part in chance.choice(_OTHER_SCRIPTS)
        )
        return f"{given[0]} {family[0]}", _address(given[1], family[1])
    names = chance.choice(_GIVEN.split()), chance.choice(_FAMILY.split())
    return " ".join(names), _address(*names)


def _address(given: str, family: str) -> str:
    return f"{given}.{family}".lower().replace("'", "")
