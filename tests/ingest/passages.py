"""Texts that the tests of encodings are made of: written for them, in Russian, Ukrainian and French."""

from __future__ import annotations

RUSSIAN = (
    (
        "Вчера в клубе железнодорожников прошёл вечер памяти машиниста Егорова. Говорили его помощник, два кочегара и старый "
        "стрелочник, знавший его ещё мальчиком. Рассказывали просто, без бумажек: как он вывел эшелон из горящей станции, как "
        "чинил котёл в мороз, как отказался от премии в пользу вдовы товарища. «Таких людей мало, — заметил кто-то из задних "
        "рядов, — да и тех не замечаем». Потом хор пел, а дети читали стихи собственного сочинения; одно из них решено "
        "поместить в стенной газете № 14."
    ),
    (
        "Экспедиция вышла на рассвете и к полудню достигла устья. Вода стояла высоко, переправа заняла больше трёх часов, и "
        "юкольник на том берегу оказался пуст. Проводник объяснил, что хозяева ушли к верховьям ещё до снега. Ночевали у "
        "костра; ящики с приборами подсушили, съёмку начали утром. За день прошли двенадцать вёрст, нанесли на карту четыре "
        "безымянных ручья и один порог. Этнограф записал песню, слов которой никто из нас не понял."
    ),
    (
        "УКАЗАННЫЕ ЛИЦА ОБЯЗАНЫ ЯВИТЬСЯ В КОМИССИЮ ДО ШЕСТОГО ЧИСЛА. Неявившиеся объясняют причину письменно. Жалобы "
        "подаются в двухнедельный срок через домоуправление. Выписка верна: секретарь Жуковский."
    ),
)
UKRAINIAN = (
    (
        "Навесні річка розлилася так широко, що до млина їздили човнами. Дід казав, ніби такої води не бачив від самого "
        "дитинства. На пагорбі за селом зібралися люди з трьох хуторів; хтось привіз хліба, хтось — солоної риби, і вечеряли "
        "гуртом, аж доки не стемніло. Є речі, яких не забудеш: дзвін над водою, запах диму, тихий спів жінок. Через тиждень "
        "вода спала, і кожен повернувся до свого подвір'я, де треба було все починати спочатку."
    ),
    (
        "Редакція одержала сьомого жовтня чотири листи від читачів. Перший автор цікавиться, чи буде продовжено повість; "
        "другий обурений помилками у календарі; третій надіслав власні вірші. Усім їм відповімо окремо. Щодо четвертого, "
        "підписаного «Ґонта», то його вміщуємо повністю, бо йдеться про справу, важливу для цілої громади."
    ),
)
FRENCH = (
    (
        "Le vieux garde-barrière habitait là depuis la guerre. On le voyait, dès l’aube, balayer le seuil de sa maisonnette, "
        "puis s’asseoir à côté du poêle éteint en attendant le premier train. Les élèves du collège lui faisaient signe ; il "
        "répondait en levant sa casquette. Jamais il n’a raconté où il était né, ni pourquoi il refusait la médaille qu’on "
        "lui avait proposée. À sa mort, le maire a trouvé dans un tiroir trente-sept lettres, toutes rangées par date, sans "
        "une tache, sans un pli."
    ),
    (
        "Réunis hier soir à la Bourse du travail, les délégués ont voté la reprise dès lundi. Le compte rendu sera affiché "
        "aux portes des ateliers. « Nous n’avons pas cédé, déclare l’un d’eux, nous avons obtenu l’essentiel : la journée de "
        "huit heures et le réembauchage des congédiés. » Quelques voix s’élèvent néanmoins contre l’accord, jugé hâtif. Le "
        "frère aîné de Noël, malgré sa fièvre, était présent ; sa sœur aussi."
    ),
)
