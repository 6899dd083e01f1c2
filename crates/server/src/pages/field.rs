//! One field of a form.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Text,
    Long,
    Amount,
    /// What one unit of a currency is worth.
    Rate,
    Day,
    Number,
    /// A word of a list.
    Choice,
    /// A word of a list, as the only one of several.
    List,
    /// Something of the books, by its number.
    NumberChoice,
    /// Something of the books, typed by its name; what fits is offered.
    Pick,
    /// Yes or no, and neither until somebody says so.
    Truth,
    Check,
    Hidden,
    HiddenNumber,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// As the API names it, with dots between; what begins with `@` is for the page alone.
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) input: Input,
    pub(crate) value: String,
    /// What can be chosen: what is sent, and what is read.
    pub(crate) options: Vec<(String, String)>,
    pub(crate) required: bool,
    /// Whether it holds something else than it was offered with.
    pub(crate) touched: bool,
    pub(crate) wrong: Option<String>,
}

impl Field {
    pub(crate) fn new(input: Input, name: &str, label: String) -> Self {
        let name = name.to_owned();
        let (hint, wrong) = (None, None);
        Self {
            name,
            label,
            hint,
            input,
            value: String::new(),
            options: Vec::new(),
            required: false,
            touched: false,
            wrong,
        }
    }

    pub(crate) fn hidden(name: &str, value: impl ToString) -> Self {
        Self::new(Input::Hidden, name, String::new()).of(value)
    }

    pub(crate) fn hidden_number(name: &str, value: i64) -> Self {
        Self::new(Input::HiddenNumber, name, String::new()).of(value)
    }

    pub(crate) fn of(mut self, value: impl ToString) -> Self {
        self.value = value.to_string();
        self
    }

    pub(crate) fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    pub(crate) const fn needed(mut self) -> Self {
        self.required = true;
        self
    }

    pub(crate) fn options(mut self, options: Vec<(String, String)>) -> Self {
        self.options = options;
        self
    }

    /// What ties the field to its label and to what is wrong with it.
    pub(crate) fn id(&self) -> String {
        format!("f-{}", self.name.trim_start_matches('@').replace('.', "-"))
    }

    pub(crate) fn is_shown(&self) -> bool {
        !matches!(self.input, Input::Hidden | Input::HiddenNumber)
    }

    /// What the browser should offer to type with.
    pub(crate) const fn mode(&self) -> &'static str {
        match self.input {
            Input::Amount | Input::Rate => "decimal",
            Input::Number => "numeric",
            Input::Text
            | Input::Pick
            | Input::Long
            | Input::Day
            | Input::Choice
            | Input::List
            | Input::NumberChoice
            | Input::Truth
            | Input::Check
            | Input::Hidden
            | Input::HiddenNumber => "text",
        }
    }

    pub(crate) fn is(&self, input: &str) -> bool {
        let kind = match self.input {
            Input::Text | Input::Amount | Input::Rate | Input::Number => "text",
            Input::Pick => "pick",
            Input::Long => "long",
            Input::Day => "day",
            Input::Choice | Input::List | Input::NumberChoice => "choice",
            Input::Truth => "truth",
            Input::Check => "check",
            Input::Hidden | Input::HiddenNumber => "hidden",
        };
        kind == input
    }

    pub(crate) fn described(&self) -> String {
        let id = self.id();
        let hint = self.hint.as_ref().map(|_| format!("{id}-hint"));
        let wrong = self.wrong.as_ref().map(|_| format!("{id}-wrong"));
        [hint, wrong].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
