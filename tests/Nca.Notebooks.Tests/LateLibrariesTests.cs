using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

public sealed class LateLibrariesTests
{
    private const string Library = "<script id=\"lib\" data-for=\"chart\">big()</script>";

    [Theory]
    [InlineData("<p>a</p>" + Library + "<div class=\"chart\"></div>", "<p>a</p><div class=\"chart\"></div>" + Library)]
    [InlineData(
        Library + "<div class=\"wide chart\"></div><script>small()</script>",
        "<div class=\"wide chart\"></div><script>small()</script>" + Library
    )]
    [InlineData("<p>chart</p>" + Library + "<div class=\"charts\"></div>", "<p>chart</p><div class=\"charts\"></div>")]
    [InlineData("<p>a</p><script>small()</script>", "<p>a</p><script>small()</script>")]
    public void A_library_stands_last_and_only_where_it_serves(string html, string expected) =>
        Assert.Equal(expected, LateLibraries.MoveIn(html));
}
