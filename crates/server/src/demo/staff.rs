//! The people of the association, each with one role.

use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::{Actor, Command, Deed, NewPerson, SetAssociation};
use almoner_proof::checkpoint::Signer;
use almoner_store::write::Request;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::demo::DemoError;
use crate::demo::scribe::{Scribe, code, line};
use crate::founding::{Founding, open_books};

/// Who works here. The names say what they are, so that nobody takes them for real.
pub const PEOPLE: [(&str, &str, Role); 9] = [
    ("admin1", "Администратор Прв", Role::Admin),
    ("admin2", "Администратор Втор", Role::Admin),
    ("treasurer", "Благајник Пример", Role::Treasurer),
    ("caseworker1", "Теренски работник Прв", Role::CaseWorker),
    ("caseworker2", "Теренски работник Втор", Role::CaseWorker),
    ("approver1", "Одобрувач Прв", Role::Approver),
    ("approver2", "Одобрувач Втор", Role::Approver),
    ("releaser", "Исплатувач Пример", Role::Releaser),
    ("auditor", "Ревизор Пример", Role::Auditor),
];

#[derive(Clone, Copy, Debug)]
pub struct Staff {
    pub admin: Actor,
    pub second_admin: Actor,
    pub treasurer: Actor,
    pub case_workers: [Actor; 2],
    pub approvers: [Actor; 2],
    pub releaser: Actor,
}

const NOBODY: Actor = Actor { person: Uuid::nil(), role: Role::Auditor };

impl Default for Staff {
    fn default() -> Self {
        Self {
            admin: NOBODY,
            second_admin: NOBODY,
            treasurer: NOBODY,
            case_workers: [NOBODY; 2],
            approvers: [NOBODY; 2],
            releaser: NOBODY,
        }
    }
}

impl Staff {
    /// Opens the books and gives everybody their role.
    pub async fn hire(scribe: &Scribe, uid: Uuid, signer: &Signer) -> Result<Self, DemoError> {
        let admins = PEOPLE.iter().zip(1_u128..).filter(|((_, _, role), _)| *role == Role::Admin);
        let admins = admins
            .map(|((login, name, _), number)| {
                let id = Uuid::from_u128(uid.as_u128().wrapping_add(number));
                Ok(NewPerson { id, login: code(login)?, name: line(name)? })
            })
            .collect::<Result<Vec<_>, DemoError>>()?;
        let [first, second] = admins.as_slice() else {
            return Err(DemoError::Untold("two administrators"));
        };
        let actor = |person: Uuid| Actor { person, role: Role::Admin };
        let (admin, second_admin) = (actor(first.id), actor(second.id));
        let name = line("Здружение Пример (измислени податоци)")?;
        let founding = Founding { uid, name, admins: admins.clone(), demo: true };
        let open = Command::OpenBooks(open_books(founding, &signer.verifier())?);
        let opened = scribe.store.write(Request { command: open, actor: admin, key: None }).await;
        opened.map_err(DemoError::Unwritten)?;
        scribe.give(admin, association(scribe.today)?).await?;
        let mut staff = Self { admin, second_admin, ..Self::default() };
        let others = PEOPLE.iter().filter(|(_, _, role)| *role != Role::Admin);
        for (login, name, role) in others {
            let person = staff.add(scribe, login, name, *role).await?;
            staff.seat(login, Actor { person, role: *role });
        }
        Ok(staff)
    }

    async fn add(
        &self,
        scribe: &Scribe,
        login: &str,
        name: &str,
        role: Role,
    ) -> Result<Uuid, DemoError> {
        let command = Command::AddPerson { login: code(login)?, name: line(name)? };
        scribe.give(self.admin, command).await?;
        let facts = scribe.store.facts_for_reading().await?;
        let person = facts.persons.values().find(|person| person.login == login);
        let person = person.ok_or(DemoError::Untold("a person"))?.id;
        let deed = Deed::GrantRole { person, role, until_at: None, why: Reason::Joined };
        scribe.decide(self.admin, self.second_admin, deed).await?;
        Ok(person)
    }

    fn seat(&mut self, login: &str, actor: Actor) {
        let [first_case, second_case] = &mut self.case_workers;
        let [first_approver, second_approver] = &mut self.approvers;
        let seat = match login {
            "treasurer" => &mut self.treasurer,
            "caseworker1" => first_case,
            "caseworker2" => second_case,
            "approver1" => first_approver,
            "approver2" => second_approver,
            "releaser" => &mut self.releaser,
            _ => return,
        };
        *seat = actor;
    }
}

/// Numbers that nobody has, with check digits that fit.
fn association(from: NaiveDate) -> Result<Command, DemoError> {
    Ok(Command::SetAssociation(SetAssociation {
        valid_from: from,
        name: line("Здружение Пример (измислени податоци)")?,
        seat: line("ул. „Пример“ бр. 0, Скопје")?,
        register_number: Some("0000000".to_owned()),
        tax_number: Some("4000000000005".to_owned()),
        activity: Some(code("88.99")?),
        phone: Some(line("+389 2 000 0000")?),
        email: Some(line("primer@primer.example")?),
        representative: Some(line("претседател")?),
    }))
}
