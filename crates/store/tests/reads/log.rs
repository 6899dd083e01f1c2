//! The log as an auditor reads it.

use almoner_proof::tree::{verify_consistency, verify_inclusion};
use almoner_store::read::log::LeafFilter;
use almoner_store::read::page::Paging;

use crate::support::Books;

pub(crate) async fn a_leaf_is_proved_in_every_size_of_the_log(url: &str) {
    let books = Books::open(url).await;
    for _ in 0..5 {
        books.donation("10.00").await.unwrap();
    }
    let store = &books.store;
    let head = store.health().await.unwrap().head_seq;
    for size in [1, 2, 7, 8, head - 1, head] {
        for seq in 1..=size {
            let proof = store.inclusion_proof(seq, Some(size)).await.unwrap().unwrap();
            assert!(verify_inclusion(
                &proof.leaf,
                proof.index,
                proof.size,
                &proof.path,
                &proof.root
            ));
            assert_eq!(store.act(seq).await.unwrap().unwrap().leaf.hash, proof.leaf);
        }
        assert_eq!(store.inclusion_proof(size + 1, Some(size)).await.unwrap(), None);
        let grown = store.consistency_proof(size, None).await.unwrap().unwrap();
        assert!(verify_consistency(
            grown.old_size,
            &grown.old_root,
            grown.size,
            &grown.root,
            &grown.path
        ));
    }
    for (seq, size) in [(0, None), (-1, None), (1, Some(head + 1)), (1, Some(0))] {
        assert_eq!(store.inclusion_proof(seq, size).await.unwrap(), None);
    }
    assert_eq!(store.consistency_proof(head + 1, None).await.unwrap(), None);
    let from = LeafFilter { from_seq: Some(head - 1), ..LeafFilter::default() };
    let last = store.leaves(&from, &Paging::default()).await.unwrap().items;
    assert_eq!(last.iter().map(|leaf| leaf.seq).collect::<Vec<_>>(), [head - 1, head]);
    let gifts = LeafFilter {
        kind: Some("income.recorded".to_owned()),
        actor: Some(books.treasurer.person),
        ..LeafFilter::default()
    };
    let page = store.leaves(&gifts, &Paging { limit: 3, after: None }).await.unwrap();
    let rest = store.leaves(&gifts, &Paging { limit: 3, after: page.next }).await.unwrap();
    assert_eq!((page.items.len(), rest.items.len(), rest.next), (3, 2, None));
    books.store.close().await;
}

pub(crate) async fn checkpoints_are_listed(url: &str) {
    let books = crate::filled::fill(url).await;
    let first = books.store.checkpoints(&Paging { limit: 1, after: None }).await.unwrap();
    let second = books.store.checkpoints(&Paging { limit: 1, after: first.next }).await.unwrap();
    assert!(second.items[0].size < first.items[0].size);
    assert!(first.items[0].note.contains("test.almoner.example/books"));
    assert_eq!(second.next, None);
    books.store.close().await;
}
