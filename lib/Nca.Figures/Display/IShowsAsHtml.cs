namespace Nca.Figures.Display;

/// <summary>Something that a notebook shows as HTML.</summary>
public interface IShowsAsHtml
{
    /// <summary>The HTML.</summary>
    string ToHtml();
}
