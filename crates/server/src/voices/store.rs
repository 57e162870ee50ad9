//! Where the bytes of voice notes lie: one object each, named by its id.

use std::{path::Path as FilePath, sync::Arc};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{Error, ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path};
use pingan_api::{Timestamp, id::VoiceId};

/// The folder under the data folder.
const FOLDER: &str = "voices";

/// Cheap to clone.
#[derive(Clone)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
}

impl Store {
    /// A folder, made if need be. What is put into it is on disk when `put` returns.
    pub fn open(data: &FilePath) -> Result<Self, Error> {
        let folder = data.join(FOLDER);
        std::fs::create_dir_all(&folder)
            .map_err(|error| Error::Generic { store: "LocalFileSystem", source: Box::new(error) })?;
        Ok(Self { objects: Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)) })
    }

    pub(super) async fn put(&self, id: VoiceId, bytes: Bytes) -> Result<(), Error> {
        self.objects.put(&path(id), bytes.into()).await.map(drop)
    }

    /// None if there is no such recording.
    pub(super) async fn get(&self, id: VoiceId) -> Result<Option<Bytes>, Error> {
        match self.objects.get(&path(id)).await {
            Ok(object) => object.bytes().await.map(Some),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// One that is not there is no error.
    pub(super) async fn delete(&self, id: VoiceId) -> Result<(), Error> {
        match self.objects.delete(&path(id)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Recordings last written before the moment.
    pub(super) fn older_than(&self, moment: Timestamp) -> BoxStream<'_, Result<VoiceId, Error>> {
        self.objects
            .list(None)
            .try_filter_map(move |object| async move {
                let old = object.last_modified.timestamp_millis() < moment.as_millis();
                Ok(object.location.filename().and_then(|name| name.parse().ok()).filter(|_| old))
            })
            .boxed()
    }
}

fn path(id: VoiceId) -> Path {
    Path::from(id.to_string())
}
