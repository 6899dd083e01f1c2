books-not-open = Книгите не се отворени

shell-skip = Кон содржината
shell-demo = Показни книги: луѓето и парите се измислени.
shell-language = Јазик
shell-leave = Одјави се
shell-home = Кон почетната страница

role-admin = Администратор
role-treasurer = Благајник
role-case-worker = Теренски работник
role-approver = Одобрувач
role-releaser = Исплатувач
role-auditor = Ревизор

enter-title = Најава
enter-demo = Изберете како кого ќе влезете. Ништо овде не е вистинско.
enter-closed = Овие книги засега се водат преку API и командна линија; најава преку прелистувач сè уште нема.

home-title = Почетна
home-nothing = Овде нема ништо што чека на вас.
home-money = Пари по фонд
home-money-none = Нема отворени фондови. Прво отворете фонд.
home-received = Последни приходи
home-received-none = Сè уште нема приходи.
home-due = Што следува
home-due-none = До крајот на годината нема рокови.
home-to-pay = За плаќање
home-to-pay-none = Ништо не чека на плаќање.
home-to-approve = За одобрување
home-to-approve-none = Ниту една исплата не чека на одобрување.
home-to-release = За пуштање
home-to-release-none = Ниту една исплата не чека да се пушти.
home-late = Барања што доцнат
home-late-none = Ниту едно барање не доцни.
home-open = Отворени барања
home-open-none = Нема отворени барања.
home-log = Дневник на делата
home-unreviewed = Итни исплати без преглед
home-unreviewed-none = Сите итни исплати се прегледани.
home-shown = Кому биле покажани лични податоци
home-shown-none = Досега никому не биле покажани лични податоци.

column-number = Број
column-day = Ден
column-need = Потреба
column-fund = Фонд
column-denars = Износ, ден.
column-reserved = Одобрено, неисплатено, ден.
column-left = Останува, ден.
column-giver = Давател
column-what = Што
column-to-whom = До кого
column-acts = Дела
column-who = Кој
column-people = Луѓе

row-together = Вкупно
row-log = Запишани дела
row-checkpoint = Потпишано во последната контролна точка
giver-nobody-knows = Непознат

fault-not-found = Овде нема ништо
fault-role-forbids = Вашата улога не ја отвора оваа страница
fault-disk-full = Дискот е полн; ништо не е запишано и ништо не е изгубено
fault-other = Ова не успеа
