//! A small document in XML: elements with attributes, and in each either a text or further elements.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

#[derive(Clone, Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), text: String::new(), children: Vec::new() }
    }

    pub(super) fn attribute(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    pub(super) fn text(self, text: &str) -> Self {
        Self { text: text.to_owned(), ..self }
    }

    pub(super) fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    fn write(&self, out: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let attributes = self.attributes.iter().map(|(name, value)| (*name, value.as_str()));
        let element = out.create_element(self.name).with_attributes(attributes);
        if self.children.is_empty() {
            if self.text.is_empty() {
                element.write_empty()?;
            } else {
                element.write_text_content(BytesText::new(&self.text))?;
            }
            return Ok(());
        }
        let children =
            |out: &mut Writer<Vec<u8>>| self.children.iter().try_for_each(|child| child.write(out));
        element.write_inner_content(children)?;
        Ok(())
    }
}

/// Indented, in UTF-8, with a line break at the end.
pub(super) fn document(root: &Element) -> io::Result<Vec<u8>> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    root.write(&mut out)?;
    let mut bytes = out.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}
