//! Forms: their fields carry the names that the API knows, so that one rule refuses, and its answer finds its field.

use almoner_proof::hash::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::field::{Field, Input};
use super::typed::{self, Typed, Unread};
use super::words::Words;
use crate::problem::Problem;
use crate::secret;

/// The field that makes a form count once, however often it is sent.
pub(crate) const KEY: &str = "key";

pub(crate) struct Form {
    pub(crate) action: String,
    /// Written above it; a form that is folded away shows nothing else.
    pub(crate) title: Option<String>,
    pub(crate) folded: bool,
    pub(crate) fields: Vec<Field>,
    /// Fields that few need, each group folded under its title.
    pub(crate) groups: Vec<Group>,
    pub(crate) submit: String,
    /// What takes something back, or cannot be taken back, looks like it.
    pub(crate) grave: bool,
    pub(crate) key: String,
    /// What is wrong with the whole.
    pub(crate) wrong: Option<String>,
}

pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) fields: Vec<Field>,
}

impl Group {
    /// Open where somebody has typed, or something is wrong.
    pub(crate) fn is_open(&self) -> bool {
        self.fields.iter().any(|field| field.is_shown() && (field.touched || field.wrong.is_some()))
    }
}

/// Why a form was not obeyed.
#[derive(Debug)]
pub(crate) enum Why {
    /// Fields that hold what they cannot hold, each with the words that say so.
    Fields(Vec<(String, String)>),
    Problem(Problem),
}

impl From<Problem> for Why {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Form {
    pub(crate) fn new(action: impl Into<String>, submit: String) -> Self {
        Self {
            action: action.into(),
            title: None,
            folded: false,
            fields: Vec::new(),
            groups: Vec::new(),
            submit,
            grave: false,
            key: fresh_key(),
            wrong: None,
        }
    }

    pub(crate) fn titled(mut self, title: String) -> Self {
        self.title = Some(title);
        self
    }

    /// Shown by its title until somebody opens it.
    pub(crate) fn folded(mut self, title: String) -> Self {
        self.folded = true;
        self.titled(title)
    }

    pub(crate) const fn grave(mut self) -> Self {
        self.grave = true;
        self
    }

    pub(crate) fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    pub(crate) fn fields(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Fields that few need, under a title that opens them.
    pub(crate) fn group(mut self, title: String, fields: Vec<Field>) -> Self {
        self.groups.push(Group { title, fields });
        self
    }

    fn each(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.groups.iter().flat_map(|group| &group.fields))
    }

    fn each_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        self.fields.iter_mut().chain(self.groups.iter_mut().flat_map(|group| &mut group.fields))
    }

    /// With what was typed before.
    pub(crate) fn typed(mut self, typed: &Typed) -> Self {
        for field in self.each_mut() {
            if typed.has(&field.name) {
                let text = typed.get(&field.name);
                field.touched = field.value != text;
                text.clone_into(&mut field.value);
            } else if field.input == Input::Check && !typed.0.is_empty() {
                field.value.clear();
            }
        }
        if typed.has(KEY) {
            typed.get(KEY).clone_into(&mut self.key);
        }
        self
    }

    /// With what is wrong, beside the fields that are meant.
    pub(crate) fn refused(mut self, words: Words, why: &Why) -> Self {
        match why {
            Why::Fields(wrong) => {
                for (name, said) in wrong {
                    self.mark(name, said.clone());
                }
                self.wrong = Some(words.say("form-look-again"));
            }
            Why::Problem(problem) => {
                let said = words.refusal(problem);
                let is_marked = match &problem.field {
                    Some(field) => self.mark(field, said.clone()),
                    None => false,
                };
                self.wrong = Some(if is_marked { words.say("form-look-again") } else { said });
            }
        }
        self
    }

    /// Whether there is such a field, shown, that can be marked.
    fn mark(&mut self, name: &str, said: String) -> bool {
        let mut fields = self.each_mut().filter(|field| field.is_shown());
        let found = fields.find(|field| {
            field.name == name
                || field.name.strip_prefix('@') == Some(name)
                || field.name.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
        });
        let is_found = found.is_some();
        if let Some(field) = found {
            field.wrong = Some(said);
        }
        is_found
    }

    pub(crate) fn is_open(&self) -> bool {
        self.wrong.is_some()
    }

    /// The body that the API would be sent, where every field can be read.
    pub(crate) fn body<T: DeserializeOwned>(&self, words: Words, typed: &Typed) -> Result<T, Why> {
        let mut wrong = Vec::new();
        let mut body = Map::new();
        for field in self.each().filter(|field| !field.name.starts_with('@')) {
            match value(field, typed) {
                Ok(Some(value)) => put(&mut body, &field.name, value),
                Ok(None) => {}
                Err(message) => wrong.push((field.name.clone(), words.say(message))),
            }
        }
        if !wrong.is_empty() {
            return Err(Why::Fields(wrong));
        }
        serde_path_to_error::deserialize(Value::Object(body)).map_err(|error| {
            let path = error.path().to_string();
            let field = self.each().find(|field| path.starts_with(&field.name));
            match field {
                Some(field) => {
                    let said = words.say(unfit(field.input, &error.inner().to_string()));
                    Why::Fields(vec![(field.name.clone(), said)])
                }
                None => Why::Problem(Problem::field(path, error.inner())),
            }
        })
    }
}

/// What the typed text of a field is to a program; nothing where nothing was typed.
fn value(field: &Field, typed: &Typed) -> Result<Option<Value>, &'static str> {
    let text = typed.get(&field.name);
    if field.input == Input::Check {
        return Ok(Some(Value::Bool(!text.is_empty())));
    }
    if text.is_empty() {
        return if field.required { Err("form-missing") } else { Ok(None) };
    }
    let value = match field.input {
        Input::Amount => match typed::sum(text) {
            Ok(sum) => Value::String(sum),
            Err(Unread::TwoWays) => return Err("form-two-ways"),
            Err(Unread::Unfit) => return Err("form-unfit-amount"),
        },
        Input::Day => {
            typed::day(text).map(|day| Value::String(day.to_string())).ok_or("form-unfit-day")?
        }
        Input::Number => text.parse::<i64>().map(Value::from).map_err(|_| "form-unfit-number")?,
        Input::Truth => Value::Bool(text == "yes"),
        Input::List => Value::Array(vec![Value::String(text.to_owned())]),
        Input::Rate => Value::String(text.replace(',', ".")),
        Input::Text | Input::Pick | Input::Long | Input::Choice | Input::Hidden | Input::Check => {
            Value::String(text.to_owned())
        }
        Input::HiddenNumber | Input::NumberChoice => {
            text.parse::<i64>().map(Value::from).map_err(|_| "form-unfit-choice")?
        }
    };
    Ok(Some(value))
}

/// What to say of a field whose text can be read and still is not fit.
fn unfit(input: Input, error: &str) -> &'static str {
    match input {
        Input::Amount => "form-unfit-amount",
        Input::Day => "form-unfit-day",
        Input::Number => "form-unfit-number",
        Input::Rate => "form-unfit-rate",
        Input::Choice | Input::List | Input::NumberChoice | Input::Truth | Input::Check => {
            "form-unfit-choice"
        }
        Input::Text | Input::Pick | Input::Long | Input::Hidden | Input::HiddenNumber => {
            if error.contains("longer than") {
                "form-too-long"
            } else if error.contains("identity number") {
                "form-identity-number"
            } else if error.contains("without spaces") {
                "form-unfit-code"
            } else {
                "form-unfit-text"
            }
        }
    }
}

/// Puts a value where its dotted name says.
fn put(body: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None => drop(body.insert(name.to_owned(), value)),
        Some((outer, inner)) => {
            let slot = body.entry(outer).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(deeper) = slot {
                put(deeper, inner, value);
            }
        }
    }
}

fn fresh_key() -> String {
    let bytes: Hash = secret::random();
    URL_SAFE_NO_PAD.encode(bytes.get(..16).unwrap_or_default())
}
