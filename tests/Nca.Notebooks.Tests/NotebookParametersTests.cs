using CsCheck;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Tests;

public sealed class NotebookParametersTests
{
    private const string Text =
        "#!csharp\n\n#r \"x\"\n\n#!csharp\n\n// parameters\nvar Steps = 500; // iterations, 1 to 1000\nvar Rate = 0.5; // "
        + "probability\nvar Name = \"chick\"; // emoji // or path\nvar Deep = -3L;\nvar On = true;\nvar Fine = 2f;\nvar Derived "
        + "= Steps * 2;\n\n#!csharp\n\nSteps\n";

    [Fact]
    public void Parameters_have_type_and_comment()
    {
        var parameters = NotebookParameters.Of(NotebookDocument.Parse(Text));
        Assert.Equal(
            ["Steps:int", "Rate:double", "Name:string", "Deep:long", "On:bool", "Fine:float"],
            parameters.Select(parameter => $"{parameter.Name}:{parameter.Type}")
        );
        Assert.Equal("iterations, 1 to 1000", parameters[0].Comment);
        Assert.Equal("emoji // or path", parameters[2].Comment);
        Assert.Equal("-3L", parameters[3].Literal);
    }

    [Theory]
    [InlineData("Steps", "7", "var Steps = 7; // it")]
    [InlineData("Steps", "-7", "var Steps = -7; // it")]
    [InlineData("Rate", "1", "var Rate = 1.0; // prob")]
    [InlineData("Rate", "1e-3", "var Rate = 0.001; // prob")]
    [InlineData("Name", "a\"b\\c", "var Name = \"a\\\"b\\\\c\"; // emoji")]
    [InlineData("Deep", "9", "var Deep = 9L;")]
    [InlineData("On", "FALSE", "var On = false;")]
    [InlineData("Fine", "0.25", "var Fine = 0.25f;")]
    public void A_value_takes_the_literals_place_and_nothing_else_changes(string name, string value, string line)
    {
        var (document, parameters) = NotebookParameters.Alter(
            NotebookDocument.Parse(Text),
            new Dictionary<string, string> { [name] = value }
        );
        Assert.Contains(line, document.Write());
        Assert.Equal(name, Assert.Single(parameters, parameter => parameter.Altered).Name);
        var changed = Text.Split('\n').Zip(document.Write().Split('\n')).Count(pair => pair.First != pair.Second);
        Assert.Equal(1, changed);
    }

    [Theory]
    [InlineData("Stepz", "1", "no parameter Stepz; known: Steps, Rate, Name, Deep, On, Fine")]
    [InlineData("Derived", "1", "no parameter Derived")]
    [InlineData("Steps", "1.5", "Steps = 1.5 is not possible: Steps is an int")]
    [InlineData("Steps", "99999999999", "Steps is an int")]
    [InlineData("Rate", "NaN", "Rate is a double")]
    [InlineData("On", "yes", "On is a bool")]
    public void A_wrong_name_or_value_is_refused(string name, string value, string words) =>
        Assert.Contains(
            words,
            Assert
                .Throws<NotebookException>(() =>
                    NotebookParameters.Alter(NotebookDocument.Parse(Text), new Dictionary<string, string> { [name] = value })
                )
                .Message
        );

    [Fact]
    public void Any_number_comes_back_as_it_was_given() =>
        Gen
            .Double.Where(double.IsFinite)
            .Sample(value =>
            {
                var (document, _) = NotebookParameters.Alter(
                    NotebookDocument.Parse(Text),
                    new Dictionary<string, string> { ["Rate"] = value.ToString("R") }
                );
                var literal = NotebookParameters.Of(document).Single(parameter => parameter.Name == "Rate");
                Assert.Equal("double", literal.Type);
                Assert.Equal(value, double.Parse(literal.Literal));
            });

    [Fact]
    public void A_notebook_without_the_mark_has_no_parameters() =>
        Assert.Contains(
            "has none",
            Assert
                .Throws<NotebookException>(() =>
                    NotebookParameters.Alter(
                        NotebookDocument.Parse("#!csharp\nvar a = 1;\n#!csharp\nvar b = 2;"),
                        new Dictionary<string, string> { ["b"] = "1" }
                    )
                )
                .Message
        );

    [Theory]
    [InlineData("double Rate = 1;", "Rate", "0.5", "double Rate = 0.5;")]
    [InlineData("float Rate = 1;", "Rate", "0.5", "float Rate = 0.5f;")]
    [InlineData("decimal Price = 1;", "Price", "0.5", "decimal Price = 0.5m;")]
    [InlineData("var Price = 1.5m;", "Price", "2", "var Price = 2m;")]
    [InlineData("uint Count = 1;", "Count", "4000000000", "uint Count = 4000000000u;")]
    [InlineData("var Count = 1u;", "Count", "2", "var Count = 2u;")]
    [InlineData("ulong Big = 1;", "Big", "18446744073709551615", "ulong Big = 18446744073709551615UL;")]
    [InlineData("byte Small = 1;", "Small", "255", "byte Small = 255;")]
    [InlineData("short Small = 1;", "Small", "-7", "short Small = -7;")]
    [InlineData("char Letter = 'a';", "Letter", "'", "char Letter = '\\'';")]
    [InlineData("var Letter = '\\u0041';", "Letter", "b", "var Letter = 'b';")]
    [InlineData("string Path = @\"a\\b\";", "Path", "c", "string Path = \"c\";")]
    [InlineData("int A = 1, B = 2;", "B", "3", "int A = 1, B = 3;")]
    [InlineData("double? Rate = 1;", "Rate", "0.5", "double? Rate = 0.5;")]
    [InlineData("const int Steps = 0x10;", "Steps", "5", "const int Steps = 5;")]
    [InlineData("var Long = 5_000_000_000;", "Long", "6", "var Long = 6L;")]
    public void The_declared_type_counts(string line, string name, string value, string altered) =>
        Assert.Contains(
            altered,
            NotebookParameters.Alter(NotebookDocument.Parse(Cell(line)), new Dictionary<string, string> { [name] = value }).Document.Write()
        );

    [Theory]
    [InlineData("char Letter = 'a';", "Letter", "ab", "Letter is a char")]
    [InlineData("byte Small = 1;", "Small", "256", "Small is a byte")]
    [InlineData("uint Count = 1;", "Count", "-1", "Count is a uint")]
    [InlineData("var A = 1; var A = 2;", "A", "3", "A is declared twice")]
    [InlineData("// var A = 1;\n/* var A = 1; */ var B = 2;", "A", "3", "known: B.")]
    [InlineData("void F() { var A = 1; }\nvar B = 2;", "A", "3", "known: B.")]
    [InlineData("var A = \"\"\"\n var C = 1;\n\"\"\"; var B = $\"{1}\"; var D = A + 1;", "C", "3", "known: A.")]
    public void What_is_no_parameter_or_no_value_of_it_is_refused(string line, string name, string value, string words) =>
        Assert.Contains(
            words,
            Assert
                .Throws<NotebookException>(() =>
                    NotebookParameters.Alter(NotebookDocument.Parse(Cell(line)), new Dictionary<string, string> { [name] = value })
                )
                .Message
        );

    // The compiler's lexer ends the process over some of these, and its parser takes minutes.
    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("$\"{", "1", "}\"")]
    [InlineData("1 + ", "1", "")]
    [InlineData("-(", "1", ")")]
    [InlineData("\n#if (", "1", ")")]
    [InlineData("{ var x = ", "1", ";}")]
    public void Deeply_nested_code_is_passed_over(string open, string middle, string close)
    {
        var nested = string.Concat(Enumerable.Repeat(open, 20_000)) + middle + string.Concat(Enumerable.Repeat(close, 20_000));
        var parameters = NotebookParameters.Of(NotebookDocument.Parse(Cell($"var Steps = 5; // iterations\nvar Deep = {nested};")));
        Assert.Equal("Steps", Assert.Single(parameters).Name);
    }

    private static string Cell(string line) => $"#!csharp\n\n1\n\n#!csharp\n\n// parameters\n{line}\n";
}
