using System.Xml.Linq;

namespace Nca.Notebooks.Tests.Reference;

/// <summary>What is public is what the three lists say: the build holds every member to them, these tests that they are in force.</summary>
public sealed class PublicSurfaceTests
{
    [Theory]
    [InlineData("Nca", typeof(Nca.Automaton.CellState))]
    [InlineData("Nca.Figures", typeof(Nca.Figures.NotebookPage))]
    [InlineData("Nca.Notebooks", typeof(NotebookException))]
    public void Every_public_type_is_in_the_list_of_its_library(string library, Type one)
    {
        var project = XDocument.Load(ProjectFolder.Of("lib", library, library + ".csproj"));
        Assert.Contains(project.Descendants("PackageReference"), package =>
            (string?)package.Attribute("Include") == "Microsoft.CodeAnalysis.PublicApiAnalyzers"
        );
        var listed = new[] { "Shipped", "Unshipped" }
            .SelectMany(part => File.ReadLines(ProjectFolder.Of("lib", library, $"PublicAPI.{part}.txt")))
            .ToHashSet();
        var types = one.Assembly.GetExportedTypes();
        Assert.All(types, type => Assert.Contains(NameOf(type), listed));
        TestContext.Current.TestOutputHelper!.WriteLine($"{library}: {types.Length} types, {listed.Count - 1} lines");
    }

    private static string NameOf(Type type)
    {
        var name = type.FullName!.Replace('+', '.').Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>" : name;
    }
}
