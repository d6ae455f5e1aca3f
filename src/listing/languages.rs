//! The languages of listings, by the names authors give them: their comments, quotes and words.

/// How a language is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// As words among signs.
    Words,
    /// The same, with keys before values.
    Keys,
    /// As text between tags.
    Markup,
}

/// Where a comment to the end of the line may begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CommentPlace {
    /// Anywhere.
    Anywhere,
    /// Behind white space, since its sign means something else inside a word.
    AfterSpace,
}

/// How far a quoted text may reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Span {
    /// To the end of the line.
    OneLine,
    /// Over lines.
    Lines,
    /// Over one character, else the sign is no quote.
    OneCharacter,
}

/// What opens and closes a quoted text.
#[derive(Debug)]
pub(super) struct Quote {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// Whether a backslash takes its meaning from the next character.
    pub(super) escapes: bool,
    pub(super) span: Span,
}

/// A language.
#[derive(Debug)]
pub(super) struct Language {
    names: &'static [&'static str],
    pub(super) form: Form,
    pub(super) line_comments: &'static [&'static str],
    pub(super) comment_place: CommentPlace,
    pub(super) block_comments: &'static [(&'static str, &'static str)],
    pub(super) quotes: &'static [Quote],
    /// Its words, parted by spaces.
    pub(super) keywords: &'static str,
    /// Words that are values, parted by spaces.
    pub(super) values: &'static str,
    /// What may stand in a word besides letters, digits and `_`.
    pub(super) letters: &'static str,
    pub(super) folds_case: bool,
}

/// The language of a name.
pub(super) fn named(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.names.contains(&name))
}

const fn quote(open: &'static str, span: Span) -> Quote {
    Quote { open, close: open, escapes: true, span }
}

const fn raw(open: &'static str, close: &'static str, span: Span) -> Quote {
    Quote { open, close, escapes: false, span }
}

const DOUBLE: Quote = quote("\"", Span::OneLine);
const SINGLE: Quote = quote("'", Span::OneLine);
const CHARACTER: Quote = quote("'", Span::OneCharacter);
const C_COMMENTS: &[(&str, &str)] = &[("/*", "*/")];

/// What most languages have; each says where it differs.
const PLAIN: Language = Language {
    names: &[],
    form: Form::Words,
    line_comments: &["//"],
    comment_place: CommentPlace::Anywhere,
    block_comments: C_COMMENTS,
    quotes: &[DOUBLE, SINGLE],
    keywords: "",
    values: "true false null",
    letters: "",
    folds_case: false,
};

/// The same with comments behind `#`.
const SCRIPT: Language =
    Language { line_comments: &["#"], comment_place: CommentPlace::AfterSpace, block_comments: &[], ..PLAIN };

static LANGUAGES: [Language; 25] = [
    Language {
        names: &["python", "py", "python3"],
        comment_place: CommentPlace::Anywhere,
        quotes: &[quote("\"\"\"", Span::Lines), quote("'''", Span::Lines), DOUBLE, SINGLE],
        keywords: "\
            and as assert async await break case class continue def del elif else except finally for from \
            global if import in is lambda match nonlocal not or pass raise return try while with yield",
        values: "True False None",
        ..SCRIPT
    },
    Language {
        names: &["javascript", "js", "jsx", "mjs", "typescript", "ts", "tsx", "node"],
        quotes: &[DOUBLE, SINGLE, quote("`", Span::Lines)],
        keywords: "\
            abstract as async await break case catch class const continue debugger declare default delete do \
            else enum export extends finally for from function get if implements import in instanceof \
            interface let namespace new of private protected public readonly return set static super switch \
            this throw try type typeof var void while with yield",
        values: "true false null undefined NaN Infinity",
        letters: "$",
        ..PLAIN
    },
    Language {
        names: &["rust", "rs"],
        quotes: &[
            raw("r#\"", "\"#", Span::Lines),
            raw("r\"", "\"", Span::Lines),
            quote("\"", Span::Lines),
            CHARACTER,
        ],
        keywords: "\
            as async await break const continue crate dyn else enum extern fn for if impl in let loop match \
            mod move mut pub ref return self Self static struct super trait type unsafe use where while",
        values: "true false",
        ..PLAIN
    },
    Language {
        names: &["java"],
        quotes: &[quote("\"\"\"", Span::Lines), DOUBLE, CHARACTER],
        keywords: "\
            abstract assert boolean break byte case catch char class continue default do double else enum \
            extends final finally float for if implements import instanceof int interface long native new \
            package private protected public record return sealed short static super switch synchronized \
            this throw throws transient try var void volatile while yield",
        ..PLAIN
    },
    Language {
        names: &["kotlin", "kt", "kts"],
        quotes: &[quote("\"\"\"", Span::Lines), DOUBLE, CHARACTER],
        keywords: "\
            as break by class companion continue data do else enum for fun if import in interface internal \
            is object open override package private protected public return sealed super suspend this throw \
            try val var when where while",
        ..PLAIN
    },
    Language {
        names: &["swift"],
        quotes: &[quote("\"\"\"", Span::Lines), DOUBLE],
        keywords: "\
            as async await break case catch class continue default defer do else enum extension fileprivate \
            for func guard if import in init inout internal is let mutating open operator override private \
            protocol public repeat return self Self static struct super switch throw throws try typealias \
            var where while",
        values: "true false nil",
        ..PLAIN
    },
    Language {
        names: &["c", "h", "cpp", "c++", "cc", "cxx", "hpp", "objc", "arduino"],
        quotes: &[DOUBLE, CHARACTER],
        keywords: "\
            alignas auto bool break case catch char class concept const constexpr continue default delete do \
            double else enum explicit extern float for friend goto if inline int long mutable namespace new \
            noexcept operator override private protected public register restrict return short signed sizeof \
            static struct switch template this throw try typedef typename union unsigned using virtual void \
            volatile while #include #define #if #ifdef #ifndef #else #endif #pragma #undef",
        values: "true false NULL nullptr",
        letters: "#",
        ..PLAIN
    },
    Language {
        names: &["csharp", "cs", "c#"],
        quotes: &[raw("@\"", "\"", Span::Lines), DOUBLE, CHARACTER],
        keywords: "\
            abstract as async await base bool break byte case catch char class const continue decimal \
            default delegate do double else enum event explicit extern finally float for foreach get if \
            implicit in int interface internal is lock long namespace new object operator out override \
            params private protected public readonly record ref return sealed set short static string struct \
            switch this throw try typeof uint using var virtual void where while yield",
        ..PLAIN
    },
    Language {
        names: &["go", "golang"],
        quotes: &[DOUBLE, raw("`", "`", Span::Lines), CHARACTER],
        keywords: "\
            break case chan const continue default defer else fallthrough for func go goto if import \
            interface map package range return select struct switch type var",
        values: "true false nil iota",
        ..PLAIN
    },
    Language {
        names: &["ruby", "rb"],
        keywords: "\
            alias and begin break case class def do else elsif end ensure for if in module next not or redo \
            require rescue retry return self super then undef unless until when while yield",
        values: "true false nil",
        ..SCRIPT
    },
    Language {
        names: &["php"],
        line_comments: &["//", "#"],
        keywords: "\
            abstract array as break case catch class const continue declare default do echo else elseif enum \
            extends final finally fn for foreach function global if implements include instanceof interface \
            match namespace new print private protected public readonly require return static switch throw \
            trait try use var while yield",
        letters: "$",
        folds_case: true,
        ..PLAIN
    },
    Language {
        names: &["bash", "sh", "shell", "zsh", "console", "shellsession"],
        quotes: &[quote("\"", Span::Lines), raw("'", "'", Span::Lines)],
        keywords: "\
            case cd do done echo elif else esac exit export fi for function if in local read return select \
            set shift source then trap unset until while",
        values: "",
        letters: "-$",
        ..SCRIPT
    },
    Language {
        names: &["powershell", "ps1", "pwsh"],
        block_comments: &[("<#", "#>")],
        quotes: &[raw("\"", "\"", Span::Lines), raw("'", "'", Span::Lines)],
        keywords: "\
            begin break catch class continue do else elseif end finally for foreach function if in param \
            process return switch throw try until while",
        values: "$true $false $null",
        letters: "-$",
        folds_case: true,
        ..SCRIPT
    },
    Language {
        names: &["sql", "mysql", "postgresql", "sqlite"],
        line_comments: &["--"],
        quotes: &[raw("'", "'", Span::Lines), raw("\"", "\"", Span::OneLine)],
        keywords: "\
            add all alter and as asc avg begin between by case check column commit constraint count create \
            cross default delete desc distinct drop else end exists foreign from full group having in index \
            inner insert integer into is join key left like limit max min not offset on or order outer \
            primary references right rollback select set sum table text then union unique update using \
            values varchar view when where with",
        folds_case: true,
        ..PLAIN
    },
    Language { names: &["json", "jsonc", "json5"], form: Form::Keys, quotes: &[DOUBLE], ..PLAIN },
    Language {
        names: &["yaml", "yml"],
        form: Form::Keys,
        quotes: &[DOUBLE, raw("'", "'", Span::OneLine)],
        values: "true false null yes no",
        letters: "-",
        ..SCRIPT
    },
    Language {
        names: &["toml", "ini", "conf", "properties"],
        form: Form::Keys,
        line_comments: &["#", ";"],
        quotes: &[quote("\"\"\"", Span::Lines), DOUBLE, raw("'", "'", Span::OneLine)],
        values: "true false",
        letters: "-.",
        ..SCRIPT
    },
    Language {
        names: &["css", "scss", "less"],
        line_comments: &[],
        keywords: "!important @charset @font-face @import @keyframes @media @supports",
        values: "auto inherit initial none unset",
        letters: "-@!#",
        ..PLAIN
    },
    Language { names: &["html", "xml", "svg", "xhtml", "vue", "mathml"], form: Form::Markup, ..PLAIN },
    Language {
        names: &["r"],
        keywords: "break else for function if in library next repeat return while",
        values: "TRUE FALSE NULL NA Inf NaN",
        letters: ".",
        ..SCRIPT
    },
    Language {
        names: &["lua"],
        line_comments: &["--"],
        block_comments: &[("--[[", "]]")],
        quotes: &[DOUBLE, SINGLE, raw("[[", "]]", Span::Lines)],
        keywords: "\
            and break do else elseif end for function goto if in local not or repeat return then until while",
        values: "true false nil",
        ..PLAIN
    },
    Language {
        names: &["haskell", "hs"],
        line_comments: &["--"],
        block_comments: &[("{-", "-}")],
        quotes: &[DOUBLE, CHARACTER],
        keywords: "\
            case class data deriving do else if import in infix infixl infixr instance let module newtype of \
            then type where",
        values: "True False Nothing",
        letters: "'",
        ..PLAIN
    },
    Language {
        names: &["scala"],
        quotes: &[quote("\"\"\"", Span::Lines), DOUBLE, CHARACTER],
        keywords: "\
            abstract case catch class def do else enum extends final finally for given if implicit import \
            lazy match new object override package private protected return sealed super then this throw \
            trait try type using val var while with yield",
        ..PLAIN
    },
    Language {
        names: &["julia", "jl"],
        comment_place: CommentPlace::Anywhere,
        block_comments: &[("#=", "=#")],
        quotes: &[quote("\"\"\"", Span::Lines), DOUBLE, CHARACTER],
        keywords: "\
            abstract baremodule begin break catch const continue do else elseif end export finally for \
            function global if import in let local macro module mutable quote return struct try using where \
            while",
        values: "true false nothing missing",
        letters: "!",
        ..SCRIPT
    },
    Language {
        names: &["perl", "pl"],
        keywords: "\
            die do else elsif for foreach if last local my next our package print return sub unless until \
            use while",
        values: "undef",
        letters: "$",
        ..SCRIPT
    },
];
