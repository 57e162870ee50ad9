//! From our values to the browser's.

use js_sys::{Array, JSON, Object, Reflect};
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use wasm_bindgen::JsValue;

use super::Unreadable;

type Result<T> = std::result::Result<T, Unreadable>;

pub(super) fn text(value: &JsValue) -> Result<String> {
    JSON::stringify(value).map(String::from).map_err(|_| Unreadable)
}

/// Makes values of the browser.
pub(super) struct Writer;

macro_rules! numbers {
    ($($serialize:ident $type:ty,)+) => {
        $(fn $serialize(self, number: $type) -> Result<JsValue> {
            Ok(JsValue::from_f64(number as f64))
        })+
    };
}

impl Serializer for Writer {
    type Ok = JsValue;
    type Error = Unreadable;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    numbers! {
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
        serialize_f32 f32,
        serialize_f64 f64,
    }

    fn serialize_bool(self, yes: bool) -> Result<JsValue> {
        Ok(JsValue::from_bool(yes))
    }

    fn serialize_char(self, character: char) -> Result<JsValue> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<JsValue> {
        Ok(JsValue::from_str(text))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<JsValue> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<JsValue> {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<JsValue> {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<JsValue> {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<JsValue> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<JsValue> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<JsValue> {
        wrapped(variant, value.serialize(self)?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List> {
        Ok(List::new(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<List> {
        Ok(List::new(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List> {
        Ok(List::new(None))
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<List> {
        Ok(List::new(Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields> {
        Ok(Fields::new(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields> {
        Ok(Fields::new(None))
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Fields> {
        Ok(Fields::new(Some(variant)))
    }
}

/// A variant with content is an object of one field.
fn wrapped(variant: &str, content: JsValue) -> Result<JsValue> {
    let object = Object::new();
    set(&object, &JsValue::from_str(variant), &content)?;
    Ok(object.into())
}

fn set(object: &Object, name: &JsValue, value: &JsValue) -> Result<()> {
    Reflect::set(object, name, value).map(drop).map_err(|_| Unreadable)
}

pub(super) struct List {
    items: Array,
    variant: Option<&'static str>,
}

impl List {
    fn new(variant: Option<&'static str>) -> Self {
        Self { items: Array::new(), variant }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.items.push(&value.serialize(Writer)?);
        Ok(())
    }

    fn finish(self) -> Result<JsValue> {
        match self.variant {
            Some(variant) => wrapped(variant, self.items.into()),
            None => Ok(self.items.into()),
        }
    }
}

macro_rules! lists {
    ($($trait:ident $push:ident,)+) => {
        $(impl $trait for List {
            type Ok = JsValue;
            type Error = Unreadable;

            fn $push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.push(value)
            }

            fn end(self) -> Result<JsValue> {
                self.finish()
            }
        })+
    };
}

lists! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

pub(super) struct Fields {
    object: Object,
    variant: Option<&'static str>,
    last: JsValue,
}

impl Fields {
    fn new(variant: Option<&'static str>) -> Self {
        Self { object: Object::new(), variant, last: JsValue::UNDEFINED }
    }

    fn finish(self) -> Result<JsValue> {
        match self.variant {
            Some(variant) => wrapped(variant, self.object.into()),
            None => Ok(self.object.into()),
        }
    }
}

macro_rules! structs {
    ($($trait:ident)+) => {
        $(impl $trait for Fields {
            type Ok = JsValue;
            type Error = Unreadable;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                set(&self.object, &JsValue::from_str(name), &value.serialize(Writer)?)
            }

            fn end(self) -> Result<JsValue> {
                self.finish()
            }
        })+
    };
}

structs! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Fields {
    type Ok = JsValue;
    type Error = Unreadable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<()> {
        let name = name.serialize(Writer)?;
        if !name.is_string() {
            return Err(Unreadable);
        }
        self.last = name;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        set(&self.object, &self.last, &value.serialize(Writer)?)
    }

    fn end(self) -> Result<JsValue> {
        self.finish()
    }
}
