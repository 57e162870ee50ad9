//! Where the bytes of photos lie: two objects a photo, named by its id.

use std::{path::Path as FilePath, sync::Arc};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{Error, ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path};
use pingan_api::{Timestamp, id::PhotoId};
use serde::Deserialize;
use tokio::sync::Semaphore;

/// The two sizes that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Size {
    Full,
    Thumb,
}

impl Size {
    const ALL: [Size; 2] = [Size::Full, Size::Thumb];

    /// Its word in paths.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Size::Full => "full",
            Size::Thumb => "thumb",
        }
    }
}

/// Photos that are decoded at the same time: each takes up to a quarter of a gigabyte.
const DECODED_AT_ONCE: usize = 2;

/// The folder under the data folder.
const FOLDER: &str = "photos";

/// Cheap to clone.
#[derive(Clone)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    pub(super) decoders: Arc<Semaphore>,
}

impl Store {
    /// A folder, made if need be. What is put into it is on disk when `put` returns.
    pub fn open(data: &FilePath) -> Result<Self, Error> {
        let folder = data.join(FOLDER);
        std::fs::create_dir_all(&folder)
            .map_err(|error| Error::Generic { store: "LocalFileSystem", source: Box::new(error) })?;
        let objects = Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true));
        Ok(Self { objects, decoders: Arc::new(Semaphore::new(DECODED_AT_ONCE)) })
    }

    /// Keeps both sizes or neither.
    pub(super) async fn put(&self, id: PhotoId, full: Bytes, thumb: Bytes) -> Result<(), Error> {
        let put = async {
            self.objects.put(&path(id, Size::Full), full.into()).await?;
            self.objects.put(&path(id, Size::Thumb), thumb.into()).await
        };
        if let Err(error) = put.await {
            self.delete(id).await?;
            return Err(error);
        }
        Ok(())
    }

    /// None if there is no such photo.
    pub(super) async fn get(&self, id: PhotoId, size: Size) -> Result<Option<Bytes>, Error> {
        match self.objects.get(&path(id, size)).await {
            Ok(object) => object.bytes().await.map(Some),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes both sizes; one that is not there is no error.
    pub(super) async fn delete(&self, id: PhotoId) -> Result<(), Error> {
        for size in Size::ALL {
            match self.objects.delete(&path(id, size)).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Deletes a photo that no row names.
    pub(crate) async fn discard(&self, id: PhotoId) -> Result<(), Error> {
        self.delete(id).await
    }

    /// Photos of which any object was last written before the moment.
    pub(super) fn older_than(&self, moment: Timestamp) -> BoxStream<'_, Result<PhotoId, Error>> {
        self.objects
            .list(None)
            .try_filter_map(move |object| async move {
                let old = object.last_modified.timestamp_millis() < moment.as_millis();
                Ok(photo_of(&object.location).filter(|_| old))
            })
            .boxed()
    }
}

fn path(id: PhotoId, size: Size) -> Path {
    Path::from(format!("{}/{id}.jpg", size.as_str()))
}

fn photo_of(path: &Path) -> Option<PhotoId> {
    path.filename()?.strip_suffix(".jpg")?.parse().ok()
}
