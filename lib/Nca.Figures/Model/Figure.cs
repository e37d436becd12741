using Nca.Figures.Display;

namespace Nca.Figures.Model;

/// <summary>
/// A picture as data: what is shown, and the words that belong to it. How it is drawn is the renderer's business. A figure that is the
/// value of a notebook cell shows itself.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public abstract record Figure : IShowsAsHtml
{
    /// <summary>Short title; also the source of the figure's link.</summary>
    public required string Title { get; init; }

    /// <summary>What the reader should see in it; stands below.</summary>
    public required string Caption { get; init; }

    /// <summary>Text for readers who cannot see the figure; the caption by default.</summary>
    public string AltText
    {
        get => field ?? Caption;
        init;
    }

    /// <summary>The figure as HTML: interactive where the page has the chart library (see <c>NotebookPage.Begin</c>).</summary>
    public string ToHtml() => Html(this);

    /// <summary>Saves it as a static PNG, under a temporary name first.</summary>
    /// <param name="path">Path of the file; its folder is made when needed.</param>
    /// <returns>The figure itself, so that a cell may end with it.</returns>
    public Figure SavePng(string path)
    {
        AtomicFile.Write(path, Png(this));
        return this;
    }

    // What writes figures stands above them and hands itself in when the library is loaded: a figure knows no writer.
    internal static Func<Figure, string> Html { get; set; } = _ => throw new InvalidOperationException("No writer has handed itself in.");

    internal static Func<Figure, byte[]> Png { get; set; } = _ => throw new InvalidOperationException("No writer has handed itself in.");
}
