//! The words by which bare lines are known, for each language. Data only; [`Words`] picks the tables.
//!
//! A language is added by adding a table. English is always read too, since platforms mix.

use super::constructs::named::Named;
use crate::model::{CalloutKind, DisclaimerKind, LangTag};

/// The words of one language; all in lower case, phrases with single spaces.
pub(in crate::reader) struct Table {
    language: &'static str,
    /// Words before a colon that name a construct.
    pub labels: &'static [(&'static str, Named)],
    /// How a sentence begins that leads on to the next lesson.
    pub teaser_starts: &'static [&'static str],
    /// What a sentence says that speaks of the next lesson.
    pub teaser_phrases: &'static [&'static str],
    /// Words that no heading ends in.
    pub dangling: &'static [&'static str],
    /// Words of offers.
    pub products: &'static [&'static str],
    /// Words of quantity, as in “every fact is checked”.
    pub all: &'static [&'static str],
    /// Words of trust, as in “every fact is checked”.
    pub trust: &'static [&'static str],
    /// That something is for learning or information.
    pub purpose: &'static [&'static str],
    /// That something is not advice.
    pub not_advice: &'static [&'static str],
    /// That somebody should be asked.
    pub consult: &'static [&'static str],
    /// The word “advice”.
    pub advice: &'static [&'static str],
    /// Words that tell what kind of advice is meant.
    pub advice_kinds: &'static [(&'static str, DisclaimerKind)],
    /// Short words behind a full stop that does not end a sentence.
    pub abbreviations: &'static [&'static str],
    /// Words that carry no subject.
    pub empty: &'static [&'static str],
}

/// The tables for one lesson.
pub(in crate::reader) struct Words {
    tables: Vec<&'static Table>,
}

impl Words {
    /// The tables for a language; English alone when it is not known.
    pub(in crate::reader) fn of(language: Option<&LangTag>) -> Words {
        let own = language.map_or("en", LangTag::primary);
        let tables = TABLES.iter().filter(|table| table.language == own || table.language == "en").collect();
        Words { tables }
    }

    /// Every entry of one list of the tables.
    pub(in crate::reader) fn each<T: 'static>(
        &self,
        list: impl Fn(&'static Table) -> &'static [T],
    ) -> impl Iterator<Item = &'static T> {
        self.tables.iter().flat_map(move |table| list(table))
    }

    /// Whether a list of the tables holds a word.
    pub(in crate::reader) fn has(
        &self,
        list: impl Fn(&'static Table) -> &'static [&'static str],
        word: &str,
    ) -> bool {
        self.each(list).any(|entry| *entry == word)
    }

    /// Whether a line, as [`folded`], holds a phrase of a list.
    pub(in crate::reader) fn says(
        &self,
        list: impl Fn(&'static Table) -> &'static [&'static str],
        folded: &str,
    ) -> bool {
        self.each(list).any(|phrase| holds(folded, phrase))
    }
}

/// Whether a folded line holds a phrase as whole words.
pub(in crate::reader) fn holds(folded: &str, phrase: &str) -> bool {
    folded.match_indices(phrase).any(|(at, _)| {
        let ends = folded.get(at + phrase.len()..).is_some_and(|rest| rest.starts_with(' '));
        ends && folded.get(..at).is_some_and(|before| before.ends_with(' '))
    })
}

/// A line in lower case, its words parted by single spaces, with a space at both ends.
pub(in crate::reader) fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    out.push(' ');
    for c in line.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

use CalloutKind::{Caution, Example, Important, Note, Objectives, Quiz, Sidebar, Summary, Tip, Warning};
use DisclaimerKind::{Financial, Legal, Medical, Safety};
use Named::{Callout, Disclaimer, KeyTerm, Takeaway, Teaser};

static TABLES: &[Table] = &[ENGLISH, GERMAN, FRENCH, SPANISH];

const ENGLISH: Table = Table {
    language: "en",
    labels: &[
        ("key term", KeyTerm),
        ("key terms", KeyTerm),
        ("key concept", KeyTerm),
        ("key concepts", KeyTerm),
        ("term", KeyTerm),
        ("definition", KeyTerm),
        ("vocabulary", KeyTerm),
        ("takeaway", Takeaway),
        ("key takeaway", Takeaway),
        ("next", Teaser),
        ("next lesson", Teaser),
        ("coming up", Teaser),
        ("disclaimer", Disclaimer),
        ("note", Callout(Note)),
        ("tip", Callout(Tip)),
        ("important", Callout(Important)),
        ("warning", Callout(Warning)),
        ("caution", Callout(Caution)),
        ("example", Callout(Example)),
        ("quiz", Callout(Quiz)),
        ("summary", Callout(Summary)),
        ("objectives", Callout(Objectives)),
        ("sidebar", Callout(Sidebar)),
    ],
    teaser_starts: &[
        "but", "however", "yet", "still", "next", "so what", "what if", "so how", "and yet", "now that",
    ],
    teaser_phrases: &[
        "next lesson",
        "next station",
        "next chapter",
        "next time",
        "following lesson",
        "up next",
    ],
    dangling: &[
        "and", "or", "but", "the", "a", "an", "of", "to", "with", "for", "because", "that", "which", "is",
        "are",
    ],
    products: &[
        "plan",
        "plans",
        "premium",
        "pro",
        "plus",
        "upgrade",
        "subscribe",
        "subscription",
        "subscribers",
        "trial",
        "unlock",
        "membership",
        "members",
        "sign up",
        "free account",
        "buy now",
        "get started",
    ],
    all: &["every", "everything", "all", "each", "any"],
    trust: &[
        "source",
        "sources",
        "cited",
        "citation",
        "citations",
        "verified",
        "checked",
        "fact",
        "facts",
        "traced",
        "traces",
        "reviewed",
        "research",
    ],
    purpose: &[
        "educational",
        "education only",
        "for education",
        "informational",
        "information only",
        "for information",
        "general information",
        "for learning",
        "teaching purposes",
    ],
    not_advice: &[
        "no substitute",
        "not a substitute",
        "not substitute",
        "not replace",
        "cannot replace",
        "not constitute",
        "not advice",
        "no advice",
        "not medical advice",
        "not legal advice",
        "not financial advice",
        "not professional advice",
        "not investment advice",
        "not intended as",
        "not be taken as",
        "not a replacement",
        "no replacement",
        "not tax advice",
        "not safety advice",
    ],
    consult: &[
        "consult",
        "talk to a doctor",
        "talk to your doctor",
        "see a doctor",
        "ask your doctor",
        "ask a doctor",
        "ask a professional",
        "ask a lawyer",
        "seek professional",
        "seek medical",
        "seek legal",
        "seek advice",
        "speak to a",
        "speak with a",
        "qualified professional",
        "talk to a professional",
        "talk to a lawyer",
    ],
    advice: &["advice"],
    advice_kinds: &[
        ("medical", Medical),
        ("doctor", Medical),
        ("doctors", Medical),
        ("health", Medical),
        ("healthcare", Medical),
        ("physician", Medical),
        ("pharmacist", Medical),
        ("clinical", Medical),
        ("therapist", Medical),
        ("legal", Legal),
        ("lawyer", Legal),
        ("attorney", Legal),
        ("solicitor", Legal),
        ("financial", Financial),
        ("investment", Financial),
        ("tax", Financial),
        ("accountant", Financial),
        ("safety", Safety),
        ("electrician", Safety),
        ("danger", Safety),
        ("protective", Safety),
    ],
    abbreviations: &[
        "dr", "mr", "mrs", "ms", "prof", "st", "vs", "etc", "e.g", "i.e", "cf", "no", "fig", "approx", "ca",
    ],
    empty: &[
        "about", "after", "also", "because", "been", "before", "between", "both", "could", "does", "each",
        "every", "from", "have", "into", "more", "most", "much", "only", "other", "over", "same", "should",
        "some", "such", "than", "that", "their", "them", "then", "there", "these", "they", "this", "those",
        "through", "under", "very", "what", "when", "where", "which", "while", "will", "with", "without",
        "would", "your",
    ],
};

const GERMAN: Table = Table {
    language: "de",
    labels: &[
        ("schlüsselbegriff", KeyTerm),
        ("schlüsselbegriffe", KeyTerm),
        ("begriff", KeyTerm),
        ("fachbegriff", KeyTerm),
        ("merke", Takeaway),
        ("das wichtigste", Takeaway),
        ("kernaussage", Takeaway),
        ("ausblick", Teaser),
        ("als nächstes", Teaser),
        ("haftungsausschluss", Disclaimer),
        ("hinweis", Callout(Note)),
        ("tipp", Callout(Tip)),
        ("wichtig", Callout(Important)),
        ("warnung", Callout(Warning)),
        ("achtung", Callout(Caution)),
        ("vorsicht", Callout(Caution)),
        ("beispiel", Callout(Example)),
        ("zusammenfassung", Callout(Summary)),
        ("lernziele", Callout(Objectives)),
    ],
    teaser_starts: &[
        "aber",
        "doch",
        "jedoch",
        "dennoch",
        "als nächstes",
        "was aber",
        "und was",
        "was wenn",
        "wie aber",
    ],
    teaser_phrases: &[
        "nächsten lektion",
        "nächste lektion",
        "nächsten station",
        "nächste station",
        "nächsten kapitel",
    ],
    dangling: &[
        "und", "oder", "aber", "der", "die", "das", "ein", "eine", "von", "mit", "für", "weil", "dass",
        "ist", "sind",
    ],
    products: &[
        "abo",
        "abonnement",
        "abonnieren",
        "premium",
        "pro",
        "plus",
        "upgrade",
        "freischalten",
        "mitglieder",
        "testen",
        "jetzt kaufen",
    ],
    all: &["alle", "alles", "jede", "jeder", "jedes"],
    trust: &["quelle", "quellen", "geprüft", "belegt", "fakt", "fakten", "überprüft", "forschung"],
    purpose: &[
        "nur zur information",
        "zur information",
        "der information",
        "informationszwecken",
        "lernzwecken",
        "bildungszwecken",
    ],
    not_advice: &[
        "kein ersatz",
        "keinen ersatz",
        "ersetzt keine",
        "ersetzen keine",
        "ersetzt nicht",
        "keine beratung",
        "keine medizinische",
        "keine ärztliche",
        "keine rechtsberatung",
        "keine anlageberatung",
        "nicht als",
    ],
    consult: &[
        "fragen sie",
        "wenden sie sich",
        "sprechen sie mit",
        "frage deine",
        "frage deinen",
        "sprich mit",
        "konsultieren",
        "suchen sie",
    ],
    advice: &["rat", "beratung", "rechtsberatung", "anlageberatung", "ratschlag"],
    advice_kinds: &[
        ("medizinische", Medical),
        ("medizinischen", Medical),
        ("ärztliche", Medical),
        ("ärztlichen", Medical),
        ("arzt", Medical),
        ("arztes", Medical),
        ("ärzte", Medical),
        ("ärzten", Medical),
        ("ärztin", Medical),
        ("gesundheit", Medical),
        ("rechtliche", Legal),
        ("rechtsberatung", Legal),
        ("anwalt", Legal),
        ("anwalts", Legal),
        ("anwältin", Legal),
        ("finanzielle", Financial),
        ("anlageberatung", Financial),
        ("steuer", Financial),
        ("sicherheit", Safety),
        ("lebensgefahr", Safety),
    ],
    abbreviations: &[
        "z", "b", "d", "h", "bzw", "usw", "ca", "nr", "dr", "prof", "vgl", "evtl", "ggf", "abb", "bspw", "u",
        "a",
    ],
    empty: &[
        "aber", "auch", "beim", "dann", "dass", "diese", "dieser", "dieses", "doch", "durch", "eine",
        "einem", "einen", "einer", "nach", "nicht", "noch", "oder", "sehr", "sich", "sind", "über", "unter",
        "wenn", "werden", "wird",
    ],
};

const FRENCH: Table = Table {
    language: "fr",
    labels: &[
        ("terme clé", KeyTerm),
        ("termes clés", KeyTerm),
        ("mot clé", KeyTerm),
        ("notion clé", KeyTerm),
        ("définition", KeyTerm),
        ("vocabulaire", KeyTerm),
        ("à retenir", Takeaway),
        ("l'essentiel", Takeaway),
        ("prochaine étape", Teaser),
        ("la suite", Teaser),
        ("avertissement", Disclaimer),
        ("remarque", Callout(Note)),
        ("note", Callout(Note)),
        ("astuce", Callout(Tip)),
        ("conseil", Callout(Tip)),
        ("important", Callout(Important)),
        ("attention", Callout(Warning)),
        ("exemple", Callout(Example)),
        ("résumé", Callout(Summary)),
        ("objectifs", Callout(Objectives)),
    ],
    teaser_starts: &["mais", "cependant", "pourtant", "toutefois", "et si", "ensuite", "alors comment"],
    teaser_phrases: &["prochaine leçon", "leçon suivante", "prochaine station", "prochain chapitre"],
    dangling: &[
        "et", "ou", "mais", "le", "la", "les", "un", "une", "de", "du", "des", "avec", "pour", "que", "est",
        "sont",
    ],
    products: &[
        "abonnement",
        "abonnez",
        "premium",
        "pro",
        "plus",
        "essai",
        "débloquez",
        "membres",
        "offre",
        "inscrivez",
    ],
    all: &["chaque", "tout", "tous", "toutes"],
    trust: &["source", "sources", "vérifié", "vérifiée", "vérifiés", "fait", "faits", "recherche", "cité"],
    purpose: &[
        "à titre informatif",
        "à titre éducatif",
        "titre d'information",
        "titre dinformation",
        "but éducatif",
        "fins éducatives",
        "fins dinformation",
    ],
    not_advice: &[
        "ne remplace pas",
        "ne constitue pas",
        "ne remplacent pas",
        "ne constituent pas",
        "ne saurait remplacer",
        "pas un avis",
        "ne se substitue pas",
    ],
    consult: &["consultez", "consulter", "parlez à", "demandez à", "adressez vous"],
    advice: &["avis", "conseil", "conseils"],
    advice_kinds: &[
        ("médical", Medical),
        ("médicaux", Medical),
        ("médecin", Medical),
        ("médicale", Medical),
        ("médicales", Medical),
        ("santé", Medical),
        ("juridique", Legal),
        ("juridiques", Legal),
        ("avocat", Legal),
        ("financier", Financial),
        ("financiers", Financial),
        ("fiscal", Financial),
        ("sécurité", Safety),
        ("danger", Safety),
    ],
    abbreviations: &["m", "mme", "dr", "p", "ex", "etc", "cf", "env"],
    empty: &[
        "avec", "cette", "ceux", "dans", "elle", "elles", "être", "leur", "leurs", "mais", "même", "nous",
        "pour", "plus", "quand", "sans", "sont", "sous", "tout", "très", "vous",
    ],
};

const SPANISH: Table = Table {
    language: "es",
    labels: &[
        ("término clave", KeyTerm),
        ("términos clave", KeyTerm),
        ("concepto clave", KeyTerm),
        ("definición", KeyTerm),
        ("vocabulario", KeyTerm),
        ("idea clave", Takeaway),
        ("para recordar", Takeaway),
        ("a continuación", Teaser),
        ("próxima lección", Teaser),
        ("descargo de responsabilidad", Disclaimer),
        ("nota", Callout(Note)),
        ("consejo", Callout(Tip)),
        ("importante", Callout(Important)),
        ("advertencia", Callout(Warning)),
        ("precaución", Callout(Caution)),
        ("ejemplo", Callout(Example)),
        ("resumen", Callout(Summary)),
        ("objetivos", Callout(Objectives)),
    ],
    teaser_starts: &["pero", "sin embargo", "aun así", "y si", "qué pasa", "a continuación", "entonces"],
    teaser_phrases: &["próxima lección", "siguiente lección", "próxima estación", "próximo capítulo"],
    dangling: &[
        "y", "o", "pero", "el", "la", "los", "las", "un", "una", "de", "del", "con", "para", "que", "es",
        "son",
    ],
    products: &[
        "suscripción",
        "suscríbete",
        "premium",
        "pro",
        "plus",
        "prueba",
        "desbloquea",
        "miembros",
        "plan",
        "planes",
    ],
    all: &["cada", "todo", "toda", "todos", "todas"],
    trust: &[
        "fuente",
        "fuentes",
        "verificado",
        "verificada",
        "hecho",
        "hechos",
        "investigación",
        "citado",
        "citada",
    ],
    purpose: &[
        "fines educativos",
        "fines informativos",
        "solo informativo",
        "únicamente informativo",
        "solo educativo",
        "a título informativo",
    ],
    not_advice: &[
        "no sustituye",
        "no reemplaza",
        "no constituye",
        "no es un consejo",
        "no es consejo",
        "no sustituyen",
    ],
    consult: &["consulta", "consulte", "consultar", "habla con", "hable con", "pregunta a", "pregunte a"],
    advice: &["consejo", "asesoramiento", "asesoría"],
    advice_kinds: &[
        ("médico", Medical),
        ("médicos", Medical),
        ("médica", Medical),
        ("salud", Medical),
        ("legal", Legal),
        ("abogado", Legal),
        ("abogada", Legal),
        ("jurídico", Legal),
        ("financiero", Financial),
        ("financiera", Financial),
        ("fiscal", Financial),
        ("seguridad", Safety),
        ("peligro", Safety),
    ],
    abbreviations: &["sr", "sra", "dr", "dra", "p", "ej", "etc", "núm", "pág"],
    empty: &[
        "como", "cuando", "desde", "donde", "ella", "ellos", "entre", "esta", "este", "esto", "más", "muy",
        "para", "pero", "porque", "sobre", "sus", "todo",
    ],
};
