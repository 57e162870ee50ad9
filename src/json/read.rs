//! From the browser's values to ours.

use js_sys::{Array, JSON, Object};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
    value::StringDeserializer,
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::Unreadable;

type Result<T> = std::result::Result<T, Unreadable>;

#[wasm_bindgen]
extern "C" {
    type Fields;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn field(this: &Fields, name: &str) -> JsValue;
}

/// A value as the browser parsed it.
pub(super) struct Value(JsValue);

impl Value {
    pub(super) fn parse(text: &str) -> Result<Self> {
        JSON::parse(text).map(Self).map_err(|_| Unreadable)
    }

    fn is_none(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    fn number(&self) -> Result<f64> {
        self.0.as_f64().ok_or(Unreadable)
    }

    fn text(&self) -> Result<String> {
        self.0.as_string().ok_or(Unreadable)
    }

    fn items(self) -> Result<Items> {
        let items: Array = self.0.dyn_into().map_err(|_| Unreadable)?;
        Ok(Items { items, next: 0 })
    }
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident $type:ty,)+) => {
        $(fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            // A cast saturates; what is too large for the type is refused by the visitor.
            visitor.$visit(self.number()? as $type)
        })+
    };
}

macro_rules! texts {
    ($($deserialize:ident)+) => {
        $(fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.visit_string(self.text()?)
        })+
    };
}

impl<'de> Deserializer<'de> for Value {
    type Error = Unreadable;

    numbers! {
        deserialize_i8 visit_i64 i64,
        deserialize_i16 visit_i64 i64,
        deserialize_i32 visit_i64 i64,
        deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u64 u64,
        deserialize_u16 visit_u64 u64,
        deserialize_u32 visit_u64 u64,
        deserialize_u64 visit_u64 u64,
        deserialize_f32 visit_f64 f64,
        deserialize_f64 visit_f64 f64,
    }

    texts! {
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_none() {
            visitor.visit_unit()
        } else if let Some(yes) = self.0.as_bool() {
            visitor.visit_bool(yes)
        } else if let Some(number) = self.0.as_f64() {
            // JavaScript has one kind of number. An enum that tells its variants by a field keeps what it has read in
            // between, and gives no fraction to a field that is a whole number.
            if number.fract() == 0.0 && number.abs() <= js_sys::Number::MAX_SAFE_INTEGER {
                visitor.visit_i64(number as i64)
            } else {
                visitor.visit_f64(number)
            }
        } else if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if Array::is_array(&self.0) {
            self.deserialize_seq(visitor)
        } else {
            self.deserialize_map(visitor)
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let object: Object = self.0.dyn_into().map_err(|_| Unreadable)?;
        visitor.visit_map(Entries { names: Items { items: Object::keys(&object), next: 0 }, object, last: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if !self.0.is_object() {
            return Err(Unreadable);
        }
        visitor.visit_map(Struct { fields, object: self.0.unchecked_into(), next: 0, last: JsValue::UNDEFINED })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let (name, content) = match self.0.as_string() {
            Some(name) => (name, JsValue::UNDEFINED),
            None => {
                let object: Object = self.0.dyn_into().map_err(|_| Unreadable)?;
                let name = Object::keys(&object).get(0).as_string().ok_or(Unreadable)?;
                let content = object.unchecked_ref::<Fields>().field(&name);
                (name, content)
            }
        };
        let variant = variants.iter().position(|variant| *variant == name).ok_or(Unreadable)?;
        visitor.visit_enum(Variant { variant, content: Value(content) })
    }
}

struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.next == self.items.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(Value(self.items.get(self.next - 1))).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some((self.items.length() - self.next) as usize)
    }
}

/// All entries of a map.
struct Entries {
    names: Items,
    object: Object,
    last: Option<String>,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some(name) = self.names.next_element::<String>()? else { return Ok(None) };
        self.last = Some(name.clone());
        let name: StringDeserializer<Unreadable> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let name = self.last.take().ok_or(Unreadable)?;
        seed.deserialize(Value(self.object.unchecked_ref::<Fields>().field(&name)))
    }
}

/// The fields that a struct asks for. Each is named by its number, which serde's derived code takes as well as its name
/// (no field of ours has an alias, which would shift the numbers); what else is there is never looked at.
struct Struct {
    fields: &'static [&'static str],
    object: Fields,
    next: u32,
    last: JsValue,
}

impl<'de> MapAccess<'de> for Struct {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        while let Some(name) = self.fields.get(self.next as usize) {
            self.next += 1;
            self.last = self.object.field(name);
            if !self.last.is_undefined() {
                return seed.deserialize(Number(self.next - 1)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(Value(std::mem::replace(&mut self.last, JsValue::UNDEFINED)))
    }
}

struct Variant {
    variant: usize,
    content: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value)> {
        Ok((seed.deserialize(Number(self.variant as u32))?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.deserialize_struct("", fields, visitor)
    }
}

/// The number of a field or of a variant.
struct Number(u32);

impl<'de> Deserializer<'de> for Number {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_u64(self.0.into())
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
